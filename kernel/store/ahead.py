"""A store that has read ahead: what an attempt is going to ask for is fetched in one round trip.

What was read may be old by the time it is used; commits check versions, so an old reading costs a second try, never a
wrong write. After every commit, whatever came of it, everything is read afresh. Belongs to one thread.
"""

from collections.abc import Iterable, Mapping, Sequence

from kernel.store.drafts import Drafts, Unseen
from kernel.store.matching import in_order, matches
from kernel.store.port import Collection, Document, In, Page, Scalar, Sort, Store, Wanted, Where, Write

VALUES_AT_ONCE = 1000  # of one question: far below any limit on the size of a query

Place = tuple[str, str, str]  # collection, field, value


class ReadAhead:
    """Answers `get`, `get_many` and a `find` by a field from what `look` fetched, all else from the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[Place, list[Document]] = {}
        self._drafts = Drafts()

    def draft(self, writes: list[Write]) -> None:
        """From here on documents are read as these writes will leave them. Unseen for what cannot be told so."""
        self._drafts.add(writes)

    def drafted(self) -> list[Write]:
        """All that was drafted, one write for each document."""
        return self._drafts.writes()

    def look(self, wanted: Iterable[Wanted]) -> None:
        """Fetch these, and remember which do not exist."""
        by_field: dict[tuple[str, str], list[Wanted]] = {}
        for item in wanted:
            by_field.setdefault((item.collection.name, item.field), []).append(item)
        fresh = [part for items in by_field.values() for part in self._parts(items)]
        if fresh:
            for item, found in zip(fresh, self._store.fetch(fresh), strict=True):
                self._known |= {(item.collection.name, item.field, value): [] for value in item.values}
                for document in found:
                    self._known[(item.collection.name, item.field, document[item.field])].append(document)

    def _parts(self, same: Sequence[Wanted]) -> list[Wanted]:
        """What is not known yet of one field of one collection."""
        collection, field = same[0].collection, same[0].field
        values = {value for item in same for value in item.values}
        fresh = sorted(value for value in values if (collection.name, field, value) not in self._known)
        starts = range(0, len(fresh), VALUES_AT_ONCE)
        return [Wanted(collection, tuple(fresh[start : start + VALUES_AT_ONCE]), field) for start in starts]

    def found(self, collection: Collection) -> list[Document]:
        """What `look` fetched of a collection by its ids."""
        return [document for (name, field, _), documents in self._known.items()
                if (name, field) == (collection.name, "_id") for document in documents]  # fmt: skip

    def _seen(self, collection: Collection, field: str, values: Iterable[object]) -> list[Document] | None:
        """What is known of all of them; None when one was not looked for, as nothing but text is."""
        lists = [
            self._known.get((collection.name, field, value)) if isinstance(value, str) else None
            for value in dict.fromkeys(values)
        ]
        if not lists or any(found is None for found in lists):
            return None
        return [document for found in lists if found is not None for document in found]

    def prepare(self, collections: Iterable[Collection]) -> None:
        self._store.prepare(collections)

    def get(self, collection: Collection, id: str) -> Document | None:
        found = self._seen(collection, "_id", [id])
        stored = self._store.get(collection, id) if found is None else found[0] if found else None
        return self._drafts.view(collection, id, stored)

    def get_many(self, collection: Collection, ids: Sequence[str]) -> dict[str, Document]:
        found = self._seen(collection, "_id", ids)
        stored = self._store.get_many(collection, ids).values() if found is None else found
        there = {document["_id"]: document for document in stored}
        views = {id: self._drafts.view(collection, id, there.get(id)) for id in dict.fromkeys(ids)}
        return {id: view for id, view in views.items() if view is not None}

    def fetch(self, wanted: Sequence[Wanted]) -> list[list[Document]]:
        for item in wanted:
            self._whole(item.collection)
        self.look(wanted)
        return [self._seen(item.collection, item.field, item.values) or [] for item in wanted]

    def find(self, collection: Collection, where: Where, sort: Sort = (), limit: int = 100) -> list[Document]:
        """From memory when every document that one of the conditions lets through is known, drafts included."""
        for field, condition in where.items():
            known = self._seen(collection, field, condition.values if isinstance(condition, In) else [condition])
            if known is not None:
                candidates = self._drafts.over(collection, known)
                return in_order([document for document in candidates if matches(document, where)], sort)[:limit]
        self._whole(collection)
        return self._store.find(collection, where, sort, limit)

    def page(
        self, collection: Collection, where: Where, sort: Sort = (), limit: int = 50, cursor: str | None = None
    ) -> Page:
        self._whole(collection)
        return self._store.page(collection, where, sort, limit, cursor)

    def count(self, collection: Collection, where: Where) -> int:
        self._whole(collection)
        return self._store.count(collection, where)

    def _whole(self, collection: Collection) -> None:
        """A question to the store about more than one document is answered only where nothing is drafted."""
        if self._drafts.touches(collection):
            raise Unseen(collection.name)

    def commit(self, writes: Sequence[Write], commit_id: str) -> None:
        try:
            self._store.commit(writes, commit_id)
        finally:
            self._known.clear()
            self._drafts = Drafts()

    def mark(self, collection: Collection, ids: Sequence[str], fields: Mapping[str, Scalar]) -> None:
        try:
            self._store.mark(collection, ids, fields)
        finally:
            self._known.clear()

    def explain(self, collection: Collection, where: Where, sort: Sort = ()) -> str | None:
        return self._store.explain(collection, where, sort)

    def wait_for_change(self, collection: Collection, timeout_seconds: float) -> None:
        self._store.wait_for_change(collection, timeout_seconds)

    def wait_for_new(self, collection: Collection, timeout_seconds: float) -> None:
        self._store.wait_for_new(collection, timeout_seconds)

    def ping(self) -> None:
        self._store.ping()

    def close(self) -> None:
        """The store belongs to somebody else."""
        self._known.clear()
