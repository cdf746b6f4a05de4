"""The stores under contract.

A contract test asks for the fixture `bench` and runs on memory, on a file and on a real MongoDB.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pymongo
import pytest

from kernel.errors import Conflict
from kernel.store.mongo import MongoStore
from kernel.store.port import Collection, Document, Insert, Replace, Store
from kernel.store.sqlite import SqliteStore


@dataclass(frozen=True)
class Bench:
    """A fresh store, and a way to open the same data once more as another process would."""

    store: Store
    open_again: Callable[[], Store]

    def prepared(self, *collections: Collection) -> Store:
        """The store with these collections."""
        self.store.prepare(collections)
        return self.store


@pytest.fixture(params=["sqlite-memory", "sqlite-file", pytest.param("mongo", marks=pytest.mark.real)], name="bench")
def each_bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """The same test on every adapter."""
    if request.param == "mongo":
        yield from mongo_bench(request.getfixturevalue("mongo_url"))
        return
    path = str(tmp_path / "store.db") if request.param == "sqlite-file" else None
    store = SqliteStore(path)
    yield Bench(store, lambda: SqliteStore(path) if path else store)
    store.close()


def mongo_bench(url: str) -> Iterator[Bench]:
    """A database of its own, dropped at the end."""
    database = f"contract_{uuid.uuid4().hex[:12]}"
    opened = [MongoStore(url, database)]

    def again() -> Store:
        opened.append(MongoStore(url, database))
        return opened[-1]

    yield Bench(opened[0], again)
    for store in opened:
        store.close()
    with pymongo.MongoClient[Document](url) as client:
        client.drop_database(database)


def insert(store: Store, collection: Collection, documents: Iterable[Document]) -> None:
    """In one commit."""
    store.commit([Insert(collection, document) for document in documents], uuid.uuid4().hex)


def change(store: Store, collection: Collection, id: str, edit: Callable[[Document], None], tries: int = 1000) -> None:
    """Load, edit, save, until nobody else was faster: what every handler does."""
    for _ in range(tries):
        document = store.get(collection, id)
        assert document is not None
        edit(document)
        try:
            store.commit([Replace(collection, document, document["_v"])], uuid.uuid4().hex)
        except Conflict:
            continue
        return
    raise AssertionError("never got through")
