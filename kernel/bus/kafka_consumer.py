"""One member of a Kafka consumer group, reading bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kafka import KafkaConsumer, OffsetAndMetadata
from kafka import TopicPartition as KafkaPlace
from kafka.errors import (
    CommitFailedError,
    IllegalGenerationError,
    KafkaError,
    RebalanceInProgressError,
    UnknownMemberIdError,
)

from kernel.bus.kafka_link import Lazy, Link
from kernel.bus.port import Record, TopicPartition
from kernel.errors import BusUnavailable

# What one fetch may hold in memory; a single larger batch is still returned.
_FETCH_BYTES = 8 * 1024 * 1024
_PARTITION_FETCH_BYTES = 1024 * 1024
_COMPANY_SECONDS = 0.005  # several round trips to a broker nearby
_LOST = (CommitFailedError, IllegalGenerationError, RebalanceInProgressError, UnknownMemberIdError)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the group waits for a member: between polls, between signs of life, and how often it gives them."""

    max_poll_interval_seconds: float = 300.0
    session_seconds: float = 10.0  # how long what a killed member was to read lies still; three missed signs of life
    heartbeat_seconds: float = 3.0


class KafkaRecordConsumer:
    """Auto-commit off, from the earliest record, no deserialisers.

    After BusUnavailable the member has left; a caller that polls again joins anew and reads from what was committed.
    The library cannot pass a batch with a broken checksum or a header name that is not UTF-8: such a partition
    raises at every poll until an operator moves the group's offset beyond that batch.
    """

    def __init__(self, link: Link, group: str, topics: Sequence[str], patience: Patience) -> None:
        self._commit_ms = int(link.request_seconds * 1000)
        self._client = Lazy(lambda: _make(link, group, topics, patience), self._leave)
        self._busy = False  # the poll before this one found something

    def poll(self, timeout_seconds: float, limit: int = 100) -> list[Record]:
        """Any error of the library ends this membership, because its poll may spin or skip after one.

        A broker that went away later looks like a topic without news until it is back: `lag` and `ping` tell.
        """
        client = self._client.get()
        try:
            records = _polled(client, timeout_seconds, limit)
            if self._busy and 0 < len(records) < limit:
                # These were asked for when the last poll ended; what has come since then is one request away.
                records += _polled(client, _COMPANY_SECONDS, limit - len(records))
        except Exception as error:
            self._client.drop()
            raise BusUnavailable("the broker gave no records") from error
        self._busy = bool(records)
        return records

    def commit(self, offsets: Mapping[TopicPartition, int]) -> None:
        """What this member does not own is skipped, and all of it when the group has moved on meanwhile."""
        client = self._client.present()
        kept = {KafkaPlace(*place): offset for place, offset in offsets.items() if place in self.assignment()}
        if client is None or not kept:
            return
        wanted = {place: OffsetAndMetadata(offset, "", -1) for place, offset in kept.items()}
        try:
            client.commit(wanted, timeout_ms=self._commit_ms)
        except _LOST:
            return
        except KafkaError as error:
            raise BusUnavailable("the offsets were not acknowledged") from error

    def rewind(self, offsets: Mapping[TopicPartition, int]) -> None:
        """A partition that is not owned is left alone."""
        owned = self.assignment()
        for place, offset in offsets.items():
            if place in owned:
                self._client.present().seek(KafkaPlace(*place), offset)

    def assignment(self) -> frozenset[TopicPartition]:
        """As this member knows it; the group may have taken something away since the last poll."""
        client = self._client.present()
        return frozenset((place.topic, place.partition) for place in client.assignment()) if client else frozenset()

    def close(self) -> None:
        """Leave at once. The next poll, if there is one, joins anew."""
        self._client.drop()

    def _leave(self, client: Any) -> None:
        try:
            client.close(autocommit=False, timeout_ms=self._commit_ms)
        except KafkaError:
            # The coordinator cannot be told; it will miss this member's heartbeat.
            client._client.close()


def _make(link: Link, group: str, topics: Sequence[str], patience: Patience) -> Any:
    return link.open(
        lambda **options: KafkaConsumer(*topics, **options),
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        allow_auto_create_topics=False,
        fetch_max_bytes=_FETCH_BYTES,
        max_partition_fetch_bytes=_PARTITION_FETCH_BYTES,
        max_poll_interval_ms=int(patience.max_poll_interval_seconds * 1000),
        session_timeout_ms=int(patience.session_seconds * 1000),
        heartbeat_interval_ms=int(patience.heartbeat_seconds * 1000),
    )


def _polled(client: Any, seconds: float, limit: int) -> list[Record]:
    batches = client.poll(timeout_ms=int(seconds * 1000), max_records=limit)
    return [_record(raw) for batch in batches.values() for raw in batch]


def _record(raw: Any) -> Record:
    headers = tuple((name, bytes(content or b"")) for name, content in raw.headers)
    return Record(raw.topic, raw.partition, raw.offset, _text(raw.key), bytes(raw.value or b""), headers, raw.timestamp)


def _text(key: bytes | None) -> str | None:
    if key is None:
        return None
    try:
        return bytes(key).decode()
    except UnicodeDecodeError:
        return None
