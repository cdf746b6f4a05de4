"""The store on SQLite: one file, or memory. For one machine, for development, for the simulation.

A commit takes the write lock of the file, checks the versions of the documents it names and nothing else, and is
on disk when it returns. Several processes may share a file; `wait_for_change` hears its own process only.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kernel.errors import CommitUnknown, Conflict, DuplicateKey
from kernel.store.batches import Batch, arranged, content, version_after
from kernel.store.document import checked_name
from kernel.store.order import decode_cursor, encode_cursor, total_order
from kernel.store.port import (
    Collection,
    Document,
    Guard,
    In,
    Insert,
    Page,
    Remove,
    Scalar,
    Sort,
    Wanted,
    Where,
    Write,
)
from kernel.store.sqlite_connections import PerProcess
from kernel.store.sqlite_query import Sql, after_sql, index_name, index_sql, mark_sql, order_sql, table_of, where_sql
from kernel.store.wakeups import Wakeups, inserts_of, topics_of

COLUMNS_SQL = "id PRIMARY KEY NOT NULL, v, c, body TEXT"  # no affinity: a number is never compared as text
ALL = 2**63 - 1  # no limit, as the engine writes it
BODY_BYTES_MAX = 15 * 1024 * 1024  # MongoDB's limit is 16 MiB of BSON; JSON text is about as long
PLAN_INDEX = re.compile(r"(SCAN|SEARCH) \S+ USING (?:COVERING )?INDEX (\S+)")
VIOLATED_INDEX = re.compile(r"UNIQUE constraint failed: index '(.+)'")

Step = tuple[Collection, str, tuple[Any, ...]]


class SqliteStore:
    """`path` None keeps everything in memory, for this object and this process alone."""

    def __init__(self, path: str | None) -> None:
        self._connections = PerProcess(path)
        self._wakeups = Wakeups(hearing=True)

    def prepare(self, collections: Iterable[Collection]) -> None:
        with self._connections.mine().writer() as connection:
            for collection in collections:
                table = table_of(collection)
                connection.execute(f"CREATE TABLE IF NOT EXISTS {table} ({COLUMNS_SQL})")
                for index in collection.indexes:
                    connection.execute(index_sql(collection, index))

    def missing(self, collections: Iterable[Collection]) -> list[str]:
        with self._connections.mine().reader() as connection:
            there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        found = []
        for collection in collections:
            if table_of(collection).strip('"') not in there:
                found.append(collection.name)
            absent = (index for index in collection.indexes if index_name(collection, index) not in there)
            found += [f"{collection.name}.{index.name}" for index in absent]
        return found

    def get(self, collection: Collection, id: str) -> Document | None:
        found = self._select(collection, ("id = ?", [id]), "", 1)
        return found[0] if found else None

    def get_many(self, collection: Collection, ids: Sequence[str]) -> dict[str, Document]:
        wanted = ("id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))])
        return {document["_id"]: document for document in self._select(collection, wanted, "", len(ids))}

    def fetch(self, wanted: Sequence[Wanted]) -> list[list[Document]]:
        return [self._fetched(item) for item in wanted]

    def find(self, collection: Collection, where: Where, sort: Sort = (), limit: int = 100) -> list[Document]:
        order = order_sql(total_order(collection, where, sort))
        return self._select(collection, where_sql(collection, where), order, limit)

    def page(
        self, collection: Collection, where: Where, sort: Sort = (), limit: int = 50, cursor: str | None = None
    ) -> Page:
        order = total_order(collection, where, sort)
        text, params = where_sql(collection, where)
        if cursor is not None:
            after = after_sql(order, decode_cursor(order, cursor), where)
            text, params = f"{text} AND {after[0]}", params + after[1]
        found = self._select(collection, (text, params), order_sql(order), limit + 1)
        items = found[:limit]
        return Page(items, encode_cursor(order, items[-1]) if items and len(found) > limit else None)

    def count(self, collection: Collection, where: Where) -> int:
        condition, params = where_sql(collection, where)
        text = f"SELECT count(*) FROM {table_of(collection)} WHERE {condition}"  # noqa: S608 - see sqlite_query
        with self._connections.mine().reader() as connection:
            row = connection.execute(text, params).fetchone()
        return int(row[0])

    def commit(self, writes: Sequence[Write], commit_id: str) -> None:
        batches = arranged(writes)
        steps = [_step(batch.collection, write, commit_id) for batch in batches for write in batch.writes]
        if not steps:
            return
        with self._connections.mine().writer() as connection:
            try:
                _attempt(connection, steps)
            except (Conflict, DuplicateKey):
                if not _took_effect(connection, batches, commit_id):
                    raise
        for batch in batches:
            inserted = any(isinstance(write, Insert) for write in batch.writes)
            self._wakeups.changed(topics_of(batch.collection.name, inserted=inserted))

    def mark(self, collection: Collection, ids: Sequence[str], fields: Mapping[str, Scalar]) -> None:
        """In one transaction, since that is cheaper here."""
        text, values = mark_sql(collection, fields)
        with self._connections.mine().writer() as connection:
            connection.execute(text, [*values, json.dumps(list(ids))])
        self._wakeups.changed(topics_of(collection.name, inserted=False))

    def explain(self, collection: Collection, where: Where, sort: Sort = ()) -> str | None:
        condition = where_sql(collection, where)
        text = _select_sql(collection, condition[0], order_sql(total_order(collection, where, sort)))
        with self._connections.mine().reader() as connection:
            rows = connection.execute(f"EXPLAIN QUERY PLAN {text}", [*condition[1], 1]).fetchall()
        details = [row[3] for row in rows]
        ordered = not where and not any("TEMP B-TREE" in detail for detail in details)
        return next((name for detail in details if (name := _index_used(collection, ordered, detail))), None)

    def wait_for_change(self, collection: Collection, timeout_seconds: float) -> None:
        self._wakeups.wait(checked_name(collection), timeout_seconds)

    def wait_for_new(self, collection: Collection, timeout_seconds: float) -> None:
        self._wakeups.wait(inserts_of(checked_name(collection)), timeout_seconds)

    def ping(self) -> None:
        with self._connections.mine().reader() as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def close(self) -> None:
        self._connections.mine().close()

    def _fetched(self, wanted: Wanted) -> list[Document]:
        if wanted.field == "_id":
            return list(self.get_many(wanted.collection, wanted.values).values())
        return self._select(wanted.collection, where_sql(wanted.collection, {wanted.field: In(wanted.values)}), "", ALL)

    def _select(self, collection: Collection, where: Sql, order: str, limit: int) -> list[Document]:
        text = _select_sql(collection, where[0], order)
        with self._connections.mine().reader() as connection:
            rows = connection.execute(text, [*where[1], max(limit, 0)]).fetchall()
        return [{"_id": id, **json.loads(body), "_v": v, "_c": c} for id, v, c, body in rows]


def _select_sql(collection: Collection, where: str, order: str) -> str:
    ordered = f" ORDER BY {order}" if order else ""
    table = table_of(collection)
    return f"SELECT id, v, c, body FROM {table} WHERE {where}{ordered} LIMIT ?"  # noqa: S608 - see sqlite_query


def _step(collection: Collection, write: Write, commit_id: str) -> Step:
    """One statement that touches exactly one row when the version is as expected."""
    table = table_of(collection)
    if isinstance(write, Remove):
        text = f"DELETE FROM {table} WHERE id = ? AND v = ?"  # noqa: S608 - see sqlite_query
        return collection, text, (write.id, write.expected_version)
    if isinstance(write, Guard):
        text = f"UPDATE {table} SET v = v + 1, c = ? WHERE id = ? AND v = ?"  # noqa: S608 - see sqlite_query
        return collection, text, (commit_id, write.id, write.expected_version)
    body, id, version = _body(write.document), write.document["_id"], version_after(write)
    if isinstance(write, Insert):
        text = f"INSERT INTO {table} (v, c, body, id) VALUES (?, ?, ?, ?)"  # noqa: S608 - see sqlite_query
        return collection, text, (version, commit_id, body, id)
    text = f"UPDATE {table} SET v = ?, c = ?, body = ? WHERE id = ? AND v = ?"  # noqa: S608 - see sqlite_query
    return collection, text, (version, commit_id, body, id, write.expected_version)


def _body(document: Document) -> str:
    text = json.dumps(content(document), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if len(text.encode()) > BODY_BYTES_MAX:
        raise ValueError("a document must stay below 15 MiB")
    return text


def _attempt(connection: sqlite3.Connection, steps: list[Step]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for collection, text, params in steps:
            _run(connection, collection, text, params)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    try:
        connection.execute("COMMIT")
    except sqlite3.Error:
        raise CommitUnknown("the database file did not confirm the commit") from None


def _run(connection: sqlite3.Connection, collection: Collection, text: str, params: tuple[Any, ...]) -> None:
    try:
        touched = connection.execute(text, params).rowcount
    except sqlite3.IntegrityError as error:
        raise DuplicateKey(collection.name, _violated_keys(collection, str(error))) from None
    if touched != 1:
        raise Conflict("a document of this commit has another version")


def _violated_keys(collection: Collection, message: str) -> tuple[str, ...]:
    found = VIOLATED_INDEX.search(message)
    by_name = {index_name(collection, index): index.keys for index in collection.indexes}
    return by_name[found[1]] if found else ("_id",)


def _took_effect(connection: sqlite3.Connection, batches: list[Batch], commit_id: str) -> bool:
    """Whether a document of this commit carries its stamp: commits are atomic, so one speaks for all."""
    for batch in batches:
        table = table_of(batch.collection)
        text = f"SELECT 1 FROM {table} WHERE id = ? AND c = ?"  # noqa: S608 - see sqlite_query
        if any(connection.execute(text, (id, commit_id)).fetchone() for id in batch.lasting_ids()):
            return True
    return False


def _index_used(collection: Collection, ordered: bool, detail: str) -> str | None:
    """The declared name of the index in one line of a plan.

    Reading a whole index is a scan, unless it is partial or gives an unfiltered query its order.
    """
    found = PLAN_INDEX.search(detail)
    if found is None:
        return None
    narrowed = found[1] == "SEARCH"
    for index in collection.indexes:
        if found[2] == index_name(collection, index):
            return index.name if narrowed or index.where or ordered else None
    return "_id" if narrowed else None
