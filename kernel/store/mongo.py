"""The store on MongoDB: a replica set of version 6.0 or newer, one database per service.

Reads are majority reads from the primary. Writes are confirmed by a majority and journaled. Every wait is bounded.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo import IndexModel
from pymongo.collection import Collection as MongoCollection
from pymongo.database import Database
from pymongo.errors import CollectionInvalid

from kernel.clock import Clock, SystemClock
from kernel.store.batches import arranged
from kernel.store.document import checked_name, checked_path
from kernel.store.mongo_client import Clients, checked_engine, translated
from kernel.store.mongo_commit import Commit
from kernel.store.mongo_query import (
    after_filter,
    index_filter,
    index_keys,
    index_used,
    sort_keys,
    union_pipeline,
    where_filter,
)
from kernel.store.mongo_watch import PerProcess
from kernel.store.order import decode_cursor, encode_cursor, total_order
from kernel.store.port import Collection, Document, Index, Page, Scalar, Sort, Wanted, Where, Write
from kernel.store.wakeups import inserts_of

FETCHED_AT_ONCE = 10_000  # documents in one answer; what is asked for by key is far fewer


class MongoStore:
    """`url` as MongoDB writes it; its read and write concerns are overruled. Nothing is opened before the first use."""

    def __init__(self, url: str, database: str, clock: Clock | None = None) -> None:
        clock = clock or SystemClock()
        self._clients = Clients(url, database)
        self._watches = PerProcess(self._clients.database, clock)
        self._clock = clock

    def prepare(self, collections: Iterable[Collection]) -> None:
        self.ping()
        with translated():
            database = self._clients.database()
            for collection in collections:
                _created(database, checked_name(collection))
                models = [_model(index) for index in collection.indexes]
                if models:
                    database[collection.name].create_indexes(models)

    def missing(self, collections: Iterable[Collection]) -> list[str]:
        with translated():
            database, found = self._clients.database(), []
            there = set(database.list_collection_names())
            for collection in collections:
                known = database[collection.name].index_information() if collection.name in there else {}
                found += [] if collection.name in there else [collection.name]
                found += [f"{collection.name}.{index.name}" for index in collection.indexes if index.name not in known]
        return found

    def get(self, collection: Collection, id: str) -> Document | None:
        with translated():
            return self._of(collection).find_one({"_id": id})

    def get_many(self, collection: Collection, ids: Sequence[str]) -> dict[str, Document]:
        return {
            document["_id"]: document for document in self._found(collection, {"_id": {"$in": list(ids)}}, [], len(ids))
        }

    def fetch(self, wanted: Sequence[Wanted]) -> list[list[Document]]:
        found: list[list[Document]] = [[] for _ in wanted]
        if wanted:
            with translated():
                read = self._of(wanted[0].collection).aggregate(union_pipeline(wanted), batchSize=FETCHED_AT_ONCE)
                for row in read:
                    found[row["n"]].append(row["d"])
        return found

    def find(self, collection: Collection, where: Where, sort: Sort = (), limit: int = 100) -> list[Document]:
        return self._found(collection, where_filter(where), sort_keys(total_order(collection, where, sort)), limit)

    def page(
        self, collection: Collection, where: Where, sort: Sort = (), limit: int = 50, cursor: str | None = None
    ) -> Page:
        order = total_order(collection, where, sort)
        wanted = where_filter(where)
        if cursor is not None:
            wanted = after_filter(order, decode_cursor(order, cursor), wanted)
        found = self._found(collection, wanted, sort_keys(order), limit + 1)
        items = found[:limit]
        return Page(items, encode_cursor(order, items[-1]) if items and len(found) > limit else None)

    def count(self, collection: Collection, where: Where) -> int:
        with translated():
            return self._of(collection).count_documents(where_filter(where))

    def commit(self, writes: Sequence[Write], commit_id: str) -> None:
        batches = arranged(writes)
        if batches:
            with translated():
                Commit(self._clients.database(), batches, commit_id, self._clock).run()

    def mark(self, collection: Collection, ids: Sequence[str], fields: Mapping[str, Scalar]) -> None:
        """One command outside of any transaction."""
        change = {"$set": {checked_path(name): value for name, value in fields.items()}, "$inc": {"_v": 1}}
        with translated():
            self._of(collection).update_many({"_id": {"$in": list(ids)}}, change)

    def explain(self, collection: Collection, where: Where, sort: Sort = ()) -> str | None:
        find = {
            "find": checked_name(collection),
            "filter": where_filter(where),
            "sort": dict(total_order(collection, where, sort)),
        }
        with translated():
            answer = self._clients.database().command({"explain": find, "verbosity": "queryPlanner"})
        plan: dict[str, Any] = answer["queryPlanner"]["winningPlan"]
        return index_used(collection, where, plan)

    def wait_for_change(self, collection: Collection, timeout_seconds: float) -> None:
        self._watches.mine().wait(checked_name(collection), timeout_seconds)

    def wait_for_new(self, collection: Collection, timeout_seconds: float) -> None:
        self._watches.mine().wait(inserts_of(checked_name(collection)), timeout_seconds)

    def ping(self) -> None:
        checked_engine(self._clients.client())

    def close(self) -> None:
        self._watches.stop()
        self._clients.close()

    def _of(self, collection: Collection) -> MongoCollection[Document]:
        return self._clients.database()[checked_name(collection)]

    def _found(
        self, collection: Collection, wanted: Document, sort: list[tuple[str, int]], limit: int
    ) -> list[Document]:
        """All in one batch, so in one round trip; 0 would mean no limit to the engine."""
        if limit <= 0:
            return []
        with translated():
            return list(self._of(collection).find(wanted, sort=sort or None, limit=limit, batch_size=limit + 1))


def _created(database: Database[Document], name: str) -> None:
    """A transaction could create a collection too, but two that do so at once would refuse each other."""
    if name not in database.list_collection_names(filter={"name": name}):
        try:
            database.create_collection(name)
        except CollectionInvalid:
            return  # another process was faster


def _model(index: Index) -> IndexModel:
    options: dict[str, Any] = {"name": index.name, "unique": index.unique}
    held = index_filter(index)
    if held is not None:
        options["partialFilterExpression"] = held
    return IndexModel(index_keys(index), **options)
