"""The stores under contract, and a plain-Python reading of the port that all of them must agree with.

A contract test asks for the fixture `bench` and runs on memory, on a file and on a real MongoDB.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cmp_to_key
from pathlib import Path
from typing import Any

import pymongo
import pytest

from kernel.errors import Conflict
from kernel.store.mongo import MongoStore
from kernel.store.port import Collection, Condition, Document, Has, In, Insert, Not, Replace, Sort, Span, Store
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


def matches(document: Document, where: Mapping[str, Condition]) -> bool:
    """The port's filter, read literally."""
    return all(_holds(reach(document, path), condition) for path, condition in where.items())


def reach(document: Any, path: str) -> Any:
    """Dotted paths go through objects only."""
    head, _, rest = path.partition(".")
    value = document.get(head) if isinstance(document, dict) else None
    return reach(value, rest) if rest else value


def _holds(value: Any, condition: Condition) -> bool:
    if isinstance(condition, In):
        return any(_equal(value, one) for one in condition.values)
    if isinstance(condition, Has):
        return isinstance(value, list) and any(_equal(element, condition.value) for element in value)
    if isinstance(condition, Not):
        return not _equal(value, condition.value)
    if isinstance(condition, Span):
        return _within(value, condition)
    return _equal(value, condition)


def _within(value: Any, span: Span) -> bool:
    ends = [end for end in (span.at_least, span.below) if end is not None]
    if not ends:
        return value is not None
    if isinstance(value, list | dict) or any(_rank(end) != _rank(value) for end in ends):
        return False
    high_enough = span.at_least is None or value >= span.at_least
    return bool(high_enough and (span.below is None or value < span.below))


def _equal(value: Any, other: Any) -> bool:
    return not isinstance(value, list | dict) and _rank(value) == _rank(other) and bool(value == other)


def _rank(value: Any) -> int:
    if value is None:
        return 0
    return 3 if isinstance(value, bool) else 2 if isinstance(value, str) else 1


def in_order(documents: Iterable[Document], sort: Sort) -> list[Document]:
    """The port's order: null first, numbers, text, truth values; `_id` last, in the direction of the last key."""
    way = "-" if sort and sort[-1].startswith("-") else ""
    keys = [*sort, f"{way}_id"]

    def compare(left: Document, right: Document) -> int:
        for key in keys:
            one, two = _sortable(reach(left, key.removeprefix("-"))), _sortable(reach(right, key.removeprefix("-")))
            if one != two:
                return (1 if one > two else -1) * (-1 if key.startswith("-") else 1)
        return 0

    return sorted(documents, key=cmp_to_key(compare))


def _sortable(value: Any) -> tuple[int, Any]:
    return _rank(value), 0 if value is None else value
