"""A store that has read ahead: what a batch is going to ask for is fetched in a few round trips.

What was read may be old by the time it is used; commits check versions, so an old reading costs a second try, never a
wrong write. After every commit, whatever came of it, everything is read afresh. Belongs to one thread.
"""

from collections.abc import Iterable, Sequence

from kernel.store.port import Collection, Document, In, Page, Scalar, Sort, Store, Where, Write

IDS_AT_ONCE = 1000  # of one question: far below any limit on the size of a query
FOUND_MAX = 10_000  # a gathering that brings more is not remembered


class ReadAhead:
    """Answers `get` and simple `find`s from what `look` and `gather` have fetched, everything else from the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[str, str], Document | None] = {}
        self._found: dict[tuple[str, str, Scalar], list[Document]] = {}

    def look(self, collection: Collection, ids: Iterable[str]) -> None:
        """Fetch these documents, and remember which do not exist."""
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), IDS_AT_ONCE):
            part = wanted[start : start + IDS_AT_ONCE]
            there = self._store.get_many(collection, part)
            self._known |= {(collection.name, id): there.get(id) for id in part}

    def gather(self, collection: Collection, field: str, values: Iterable[str]) -> None:
        """Fetch what `find(collection, {field: value})` would find, for each of the values."""
        wanted = sorted(set(values))
        for start in range(0, len(wanted), IDS_AT_ONCE):
            part = wanted[start : start + IDS_AT_ONCE]
            there = self._store.find(collection, {field: In(tuple(part))}, (), FOUND_MAX)
            if len(there) < FOUND_MAX:
                self._found |= {(collection.name, field, value): [] for value in part}
                for document in there:
                    self._found[(collection.name, field, document[field])].append(document)

    def prepare(self, collections: Iterable[Collection]) -> None:
        self._store.prepare(collections)

    def get(self, collection: Collection, id: str) -> Document | None:
        place = (collection.name, id)
        return self._known[place] if place in self._known else self._store.get(collection, id)

    def get_many(self, collection: Collection, ids: Sequence[str]) -> dict[str, Document]:
        return self._store.get_many(collection, ids)

    def find(self, collection: Collection, where: Where, sort: Sort = (), limit: int = 100) -> list[Document]:
        if len(where) == 1 and not sort:
            [(field, value)] = where.items()
            gathered = self._found.get((collection.name, field, value)) if isinstance(value, str) else None
            if gathered is not None:
                return gathered[:limit]
        return self._store.find(collection, where, sort, limit)

    def page(
        self, collection: Collection, where: Where, sort: Sort = (), limit: int = 50, cursor: str | None = None
    ) -> Page:
        return self._store.page(collection, where, sort, limit, cursor)

    def count(self, collection: Collection, where: Where) -> int:
        return self._store.count(collection, where)

    def commit(self, writes: Sequence[Write], commit_id: str) -> None:
        try:
            self._store.commit(writes, commit_id)
        finally:
            self._known.clear()
            self._found.clear()

    def explain(self, collection: Collection, where: Where, sort: Sort = ()) -> str | None:
        return self._store.explain(collection, where, sort)

    def wait_for_change(self, collection: Collection, timeout_seconds: float) -> None:
        self._store.wait_for_change(collection, timeout_seconds)

    def ping(self) -> None:
        self._store.ping()

    def close(self) -> None:
        """The store belongs to somebody else."""
        self._known.clear()
        self._found.clear()
