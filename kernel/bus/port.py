"""The bus port: what every adapter promises.

Order holds per key within a topic: a key always goes to the same partition. Delivery is at least once: a record whose
offset was not committed comes again, to whichever member of the group owns its partition. Values and headers are bytes;
nobody here parses them, so that no record can break a poll.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

TopicPartition = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Topic:
    """Partition count is chosen once; retention is longer than the longest outage accepted."""

    name: str
    partitions: int
    retention_hours: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record to be sent."""

    topic: str
    key: str
    value: bytes
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it came. `key` is None or undecodable text is given as None: both are poison to the consumer."""

    topic: str
    partition: int
    offset: int
    key: str | None
    value: bytes
    headers: tuple[tuple[str, bytes], ...]
    timestamp_ms: int


@dataclass(frozen=True, slots=True)
class Sent:
    """Where one record went, acknowledged by all in-sync replicas."""

    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Lag:
    """What a group has not committed in one partition. `oldest_timestamp_ms` is None when nothing waits."""

    topic: str
    partition: int
    committed: int
    end: int
    oldest_timestamp_ms: int | None


class Producer(Protocol):
    """Safe to use from one thread at a time."""

    def send(self, records: Sequence[Outgoing]) -> list[Sent | None]:
        """Send all and wait for every acknowledgement. One result per record, in order; None = not acknowledged.

        After the first None of a key, later records of the same key in this call are None as well: order is never
        broken.
        BusUnavailable when nothing can be sent at all.
        """
        ...

    def close(self) -> None:
        """Flush nothing silently: whatever was not acknowledged was reported as None."""
        ...


class Consumer(Protocol):
    """One member of a group. Belongs to one thread."""

    def poll(self, timeout_seconds: float, limit: int = 100) -> list[Record]:
        """Next records of the partitions this member owns, ordered per partition. BusUnavailable on engine trouble."""
        ...

    def commit(self, offsets: Mapping[TopicPartition, int]) -> None:
        """The next offset to read per partition, durable when it returns. A partition no longer owned is skipped."""
        ...

    def rewind(self, offsets: Mapping[TopicPartition, int]) -> None:
        """Read again from here at the next poll, this member only."""
        ...

    def assignment(self) -> frozenset[TopicPartition]:
        """What this member owns now."""
        ...

    def close(self) -> None:
        """Leave the group at once; nothing is committed on the way out."""
        ...


class Described(Protocol):
    """What an operator may ask of an adapter beyond what services use."""

    def existing(self, names: Sequence[str]) -> dict[str, Topic]:
        """Those that exist, as the engine has them, by name; nothing is created."""
        ...


class Bus(Protocol):
    """Makes clients lazily, one per caller."""

    def ensure_topics(self, topics: Iterable[Topic]) -> list[str]:
        """Create the missing ones and return their names. A topic with another partition count raises ValueError."""
        ...

    def producer(self) -> Producer:
        """A new producer."""
        ...

    def consumer(self, group: str, topics: Sequence[str]) -> Consumer:
        """A new member; a group without committed offset starts at the earliest record."""
        ...

    def lag(self, group: str, topics: Sequence[str]) -> list[Lag]:
        """Measured from outside the members, so that a stalled one shows."""
        ...

    def ping(self) -> None:
        """BusUnavailable when the engine cannot be reached."""
        ...

    def close(self) -> None:
        """Close what was made here."""
        ...
