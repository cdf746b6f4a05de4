"""Store, bus and clock as one process sees them: each call hands over to the scheduler and may fail.

Behind them lie the embedded adapters, in memory. Observers see what really happened, whatever the caller was told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from kernel.bus.port import Bus, Consumer, Lag, Outgoing, Producer, Record, Sent, Topic, TopicPartition
from kernel.errors import BusUnavailable, CommitUnknown, StoreUnavailable
from kernel.store.port import Collection, Document, Page, Scalar, Sort, Store, Wanted, Where, Write
from simulation.faults import Faults
from simulation.scheduler import Scheduler

STALL_SECONDS = (310.0, 900.0)  # longer than the embedded log waits for a silent member
REBALANCE_SECONDS = 5.0  # how long the other member stays


class Observer(Protocol):
    """Sees every effect at the moment it happens."""

    def committed(self, service: str, writes: Sequence[Write]) -> None:
        """These writes are durable in the service's store."""
        ...

    def sent(self, records: Sequence[Outgoing]) -> None:
        """These records are in the log."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the adapters of one process share."""

    process: str
    scheduler: Scheduler
    faults: Faults
    observer: Observer

    def step(self, label: str) -> None:
        """A call begins: somebody else may go on first, and the process may die or stall here."""
        self.scheduler.hand_over(label)
        self.faults.maybe_crash(self.process)
        if self.faults.happens("stall", self.process):
            self.scheduler.sleep(self.faults.between(*STALL_SECONDS))

    def strikes(self, kind: str) -> bool:
        """Whether this kind of trouble happens now."""
        return self.faults.happens(kind, self.process)


class SimClock:
    """The clock of one process, off by its own skew."""

    def __init__(self, scheduler: Scheduler, skew_seconds: float = 0.0) -> None:
        self._scheduler, self._skew = scheduler, timedelta(seconds=skew_seconds)

    def now(self) -> datetime:
        return self._scheduler.now() + self._skew

    def monotonic(self) -> float:
        return self._scheduler.elapsed

    def sleep(self, seconds: float) -> None:
        self._scheduler.sleep(seconds)


class SimStore:
    """A service's database as one of its processes reaches it."""

    def __init__(self, inner: Store, service: str, around: Surroundings) -> None:
        self._inner, self._service, self._around = inner, service, around

    def prepare(self, collections: Iterable[Collection]) -> None:
        self._inner.prepare(collections)

    def get(self, collection: Collection, id: str) -> Document | None:
        self._read("get", collection)
        return self._inner.get(collection, id)

    def get_many(self, collection: Collection, ids: Sequence[str]) -> dict[str, Document]:
        self._read("get_many", collection)
        return self._inner.get_many(collection, ids)

    def fetch(self, wanted: Sequence[Wanted]) -> list[list[Document]]:
        self._read("fetch", wanted[0].collection)
        return self._inner.fetch(wanted)

    def find(self, collection: Collection, where: Where, sort: Sort = (), limit: int = 100) -> list[Document]:
        self._read("find", collection)
        return self._inner.find(collection, where, sort, limit)

    def page(
        self, collection: Collection, where: Where, sort: Sort = (), limit: int = 50, cursor: str | None = None
    ) -> Page:
        self._read("page", collection)
        return self._inner.page(collection, where, sort, limit, cursor)

    def count(self, collection: Collection, where: Where) -> int:
        self._read("count", collection)
        return self._inner.count(collection, where)

    def commit(self, writes: Sequence[Write], commit_id: str) -> None:
        self._around.step(f"{self._service}.commit {len(writes)}")
        if self._around.strikes("store_away"):
            raise StoreUnavailable("simulated")
        if self._around.strikes("commit_unknown_undone"):
            raise CommitUnknown("simulated")
        self._inner.commit(writes, commit_id)
        self._around.observer.committed(self._service, writes)
        self._around.faults.maybe_crash(self._around.process)
        if self._around.strikes("commit_unknown_done"):
            raise CommitUnknown("simulated")

    def mark(self, collection: Collection, ids: Sequence[str], fields: Mapping[str, Scalar]) -> None:
        self._around.step(f"{self._service}.mark {len(ids)}")
        if self._around.strikes("store_away"):
            raise StoreUnavailable("simulated")
        self._inner.mark(collection, ids, fields)
        self._around.faults.maybe_crash(self._around.process)
        if self._around.strikes("commit_unknown_done"):
            raise StoreUnavailable("simulated")

    def explain(self, collection: Collection, where: Where, sort: Sort = ()) -> str | None:
        return self._inner.explain(collection, where, sort)

    def wait_for_change(self, collection: Collection, timeout_seconds: float) -> None:
        self._around.scheduler.sleep(timeout_seconds)

    def wait_for_new(self, collection: Collection, timeout_seconds: float) -> None:
        self._around.scheduler.sleep(timeout_seconds)

    def ping(self) -> None:
        self._inner.ping()

    def close(self) -> None:
        """The database stays: only a process lets go of it."""

    def _read(self, kind: str, collection: Collection) -> None:
        self._around.step(f"{self._service}.{kind} {collection.name}")
        if self._around.strikes("store_away"):
            raise StoreUnavailable("simulated")


class SimBus:
    """The log as one process reaches it. `consumers` are the memberships that its death leaves behind."""

    def __init__(self, inner: Bus, around: Surroundings, spawn: Callable[[Callable[[], None]], None]) -> None:
        self._inner, self._around, self._spawn = inner, around, spawn
        self.consumers: list[Consumer] = []

    def ensure_topics(self, topics: Iterable[Topic]) -> list[str]:
        return self._inner.ensure_topics(topics)

    def producer(self) -> Producer:
        return SimProducer(self._inner.producer(), self._around)

    def consumer(self, group: str, topics: Sequence[str]) -> Consumer:
        inner = self._inner.consumer(group, topics)
        self.consumers.append(inner)
        return SimConsumer(inner, self._around, lambda: self._spawn(lambda: self._passer_by(group, topics)))

    def lag(self, group: str, topics: Sequence[str]) -> list[Lag]:
        return self._inner.lag(group, topics)

    def ping(self) -> None:
        self._inner.ping()

    def close(self) -> None:
        """The log stays."""

    def _passer_by(self, group: str, topics: Sequence[str]) -> None:
        """A second member joins, gets partitions and records, and leaves without having done anything."""
        other = self._inner.consumer(group, topics)
        try:
            for _ in range(3):
                other.poll(0.0, 3)
                self._around.scheduler.sleep(REBALANCE_SECONDS / 3)
        finally:
            other.close()


class SimProducer:
    """Sends that are taken in part, or taken without an acknowledgement."""

    def __init__(self, inner: Producer, around: Surroundings) -> None:
        self._inner, self._around = inner, around

    def send(self, records: Sequence[Outgoing]) -> list[Sent | None]:
        self._around.step(f"send {len(records)}")
        if self._around.strikes("bus_away"):
            raise BusUnavailable("simulated")
        taken = len(records)
        if self._around.strikes("send_partial"):
            taken = self._around.faults.below(taken)
        sent: list[Sent | None] = list(self._inner.send(records[:taken]))
        self._around.observer.sent(records[:taken])
        self._around.faults.maybe_crash(self._around.process)
        if self._around.strikes("send_unacknowledged"):
            known = self._around.faults.below(taken + 1)
            return [*sent[:known], *[None] * (len(records) - known)]
        return [*sent, *[None] * (len(records) - taken)]

    def close(self) -> None:
        self._inner.close()


class SimConsumer:
    """A member of a group whose broker is sometimes away and whose partitions sometimes move."""

    def __init__(self, inner: Consumer, around: Surroundings, rebalance: Callable[[], None]) -> None:
        self._inner, self._around, self._rebalance = inner, around, rebalance

    def poll(self, timeout_seconds: float, limit: int = 100) -> list[Record]:
        self._around.step("poll")
        if self._around.strikes("bus_away"):
            raise BusUnavailable("simulated")
        if self._around.strikes("rebalance"):
            self._rebalance()
        return self._inner.poll(0.0, limit)

    def commit(self, offsets: Mapping[TopicPartition, int]) -> None:
        self._around.step("offsets")
        lost = self._around.strikes("offset_unacknowledged")
        if not lost or self._around.faults.below(2):
            self._inner.commit(offsets)
        if lost:
            raise BusUnavailable("simulated")

    def rewind(self, offsets: Mapping[TopicPartition, int]) -> None:
        self._inner.rewind(offsets)

    def assignment(self) -> frozenset[TopicPartition]:
        return self._inner.assignment()

    def close(self) -> None:
        self._inner.close()
