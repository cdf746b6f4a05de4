"""The audit chains of a service, checked whole: each link, each head, and that no row lies outside of a chain."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from deploy.operator.stations import Station
from kernel.audit import AUDIT, broken_at
from kernel.chain import chain_broken_at
from kernel.store.port import Document, In, Store, Where
from kernel.stream import STREAMS, load

PAGE = 500
ROWS_AT_ONCE = 4000  # about 2 MB of audit rows in one answer

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
    if stream is not None:
        return _verified_one(station, stream)
    store, broken, done = station.store, [], 0
    total = store.count(STREAMS, {})
    for heads in _portions(store):
        broken += [one for head in _doubtful(store, heads) if (one := _broken(station, head["_id"])) is not None]
        done += len(heads)
        report(done, max(done, total))
    rows, strays = _counted(store)
    return Verified(service=station.name, streams=done, rows=rows, strays=strays, broken=tuple(broken))


def _verified_one(station: Station, stream: str) -> Verified:
    found = _broken(station, stream)
    rows = load(station.store, stream).audit_position
    return Verified(service=station.name, streams=1, rows=rows, strays=0, broken=(found,) if found else ())


def _broken(station: Station, stream: str) -> Broken | None:
    position = chain_broken_at(station.store, stream)
    return None if position is None else Broken(service=station.name, stream=stream, position=position)


def _portions(store: Store) -> Iterator[list[Document]]:
    """Heads whose chains together are read in one round trip."""
    portion: list[Document] = []
    rows = 0
    for head in _heads(store):
        if portion and (len(portion) == PAGE or rows + head["audit_position"] > ROWS_AT_ONCE):
            yield portion
            portion, rows = [], 0
        portion.append(head)
        rows += head["audit_position"]
    if portion:
        yield portion


def _doubtful(store: Store, heads: list[Document]) -> list[Document]:
    """Those whose chain does not hold as read together; rows that came after the head was read do not count."""
    expected = sum(head["audit_position"] for head in heads)
    where: Where = {"stream": In(tuple(head["_id"] for head in heads))}
    rows = store.find(AUDIT, where, ("stream", "position"), expected + ROWS_AT_ONCE)
    if len(rows) == expected + ROWS_AT_ONCE:
        return heads
    chains = {stream: list(group) for stream, group in groupby(rows, key=lambda row: str(row["stream"]))}
    return [head for head in heads if not _holds(head, chains.get(head["_id"], []))]


def _holds(head: Document, rows: list[Document]) -> bool:
    position = head["audit_position"]
    return broken_at(rows[:position], position, head["audit_hash"]) is None


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
