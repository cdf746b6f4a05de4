"""The audit chains of a service, checked whole: each link, each head, and that no row lies outside of a chain."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from deploy.operator.stations import Station
from kernel.audit import AUDIT
from kernel.chain import chain_broken_at
from kernel.store.port import Document, Store
from kernel.stream import STREAMS, load

PAGE = 500
RACES_MAX = 3  # a chain that grows while it is read looks broken once; one that is broken stays so

Report = Callable[[int, int], None]  # streams done, streams in all


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """`position` is the first row that does not fit."""

    service: str
    stream: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was checked in one service. `strays` counts audit rows that belong to no head's chain."""

    service: str
    streams: int
    rows: int
    strays: int
    broken: tuple[Broken, ...]

    @property
    def holds(self) -> bool:
        """Nothing is missing, changed or added."""
        return not self.broken and not self.strays


def verify(station: Station, stream: str | None, report: Report) -> Verified:
    """One stream, or all of the service."""
    store = station.store
    streams = [stream] if stream else [document["_id"] for document in _heads(store)]
    broken = []
    for done, one in enumerate(streams, start=1):
        position = _broken_at(store, one)
        if position is not None:
            broken.append(Broken(service=station.name, stream=one, position=position))
        report(done, len(streams))
    rows, strays = (load(store, stream).audit_position, 0) if stream else _counted(store)
    return Verified(service=station.name, streams=len(streams), rows=rows, strays=strays, broken=tuple(broken))


def _broken_at(store: Store, stream: str) -> int | None:
    position = None
    for _ in range(RACES_MAX):
        position = chain_broken_at(store, stream)
        if position is None:
            return None
    return position


def _counted(store: Store) -> tuple[int, int]:
    """Rows, and how many more there are than the heads account for. Heads are read last: they may only be ahead."""
    rows = store.count(AUDIT, {})
    heads = sum(document["audit_position"] for document in _heads(store))
    return rows, max(rows - heads, 0)


def _heads(store: Store) -> Iterator[Document]:
    cursor = None
    while True:
        page = store.page(STREAMS, {}, ("_id",), PAGE, cursor)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return
