"""Forks, kills and neighbours: what a store on disk must survive."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kernel.errors import StoreUnavailable
from kernel.store import sqlite_connections
from kernel.store.port import Collection, Insert, Store
from kernel.store.sqlite import SqliteStore
from tests.contract.stores import Bench, insert
from tests.contract.stores import each_bench as each_bench

NOTES = Collection("notes")
OUTBOX = Collection("outbox")
KILLS = 3
ACKNOWLEDGED_MIN = 20  # commits to see before each kill

WRITER = """
import sys
from kernel.store.port import Collection, Insert
from kernel.store.sqlite import SqliteStore
path, prefix = sys.argv[1:]
store = SqliteStore(path)
for number in range(1_000_000):
    id = f"{prefix}-{number}"
    store.commit([Insert(Collection("notes"), {"_id": id}), Insert(Collection("outbox"), {"_id": id})], id)
    print(id, flush=True)
"""


def in_child(work: "Store", id: str) -> int:
    """The exit code of a forked child that inserts, reads back and goes, without the parent's clean-up."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            insert(work, NOTES, [{"_id": id}])
            code = 0 if work.get(NOTES, id) else 2
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("bench", ["sqlite-file", pytest.param("mongo", marks=pytest.mark.real)], indirect=True)
def test_a_forked_child_and_its_parent_both_use_the_store(bench: Bench) -> None:
    store = bench.prepared(NOTES)
    insert(store, NOTES, [{"_id": "parent"}])
    store.wait_for_change(NOTES, 5)  # threads and sockets exist by now
    assert in_child(store, "child") == 0
    insert(store, NOTES, [{"_id": "parent again"}])
    assert [document["_id"] for document in store.find(NOTES, {})] == ["child", "parent", "parent again"]


def test_every_acknowledged_commit_survives_kill_minus_nine(tmp_path: Path) -> None:
    path = str(tmp_path / "store.db")
    store = SqliteStore(path)
    store.prepare([NOTES, OUTBOX])
    acknowledged: list[str] = []
    for life in range(KILLS):
        acknowledged += killed_while_writing(path, f"life{life}")
    assert len(acknowledged) >= KILLS * ACKNOWLEDGED_MIN
    assert set(store.get_many(NOTES, acknowledged)) == set(acknowledged)
    halves = [{document["_id"] for document in store.find(where, {}, limit=10**6)} for where in (NOTES, OUTBOX)]
    assert halves[0] == halves[1]
    store.close()


def killed_while_writing(path: str, prefix: str) -> list[str]:
    """Ids that the writer acknowledged before it was killed in the middle of its work."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, path, prefix], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    with writer.stdout as output:
        seen = [output.readline().strip() for _ in range(ACKNOWLEDGED_MIN)]
        writer.send_signal(signal.SIGKILL)
        seen += [line.strip() for line in output if line.endswith("\n")]
    writer.wait()
    return seen


def test_a_reader_never_waits_for_a_writer(tmp_path: Path) -> None:
    store = SqliteStore(str(tmp_path / "store.db"))
    store.prepare([NOTES])
    insert(store, NOTES, [{"_id": "n1"}])
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM docs_notes")
    started = time.monotonic()
    assert store.get(NOTES, "n1") is not None
    assert time.monotonic() - started < 1
    other.close()
    store.close()


def test_a_writer_that_waits_too_long_says_that_the_store_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_connections, "BUSY_SECONDS", 0.1)
    store = SqliteStore(str(tmp_path / "store.db"))
    store.prepare([NOTES])
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            store.commit([Insert(NOTES, {"_id": "n1"})], "c1")
    other.execute("ROLLBACK")
    store.commit([Insert(NOTES, {"_id": "n1"})], "c1")
    other.close()
    store.close()


def test_a_file_that_is_no_database_is_unavailable_and_quotes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_text("a letter about somebody\n" * 100)
    with pytest.raises(StoreUnavailable) as raised:
        SqliteStore(str(path)).ping()
    assert "letter" not in str(raised.value)


def test_closing_while_others_read_breaks_no_read(tmp_path: Path) -> None:
    store = SqliteStore(str(tmp_path / "store.db"))
    store.prepare([NOTES])
    insert(store, NOTES, [{"_id": f"n{place}"} for place in range(200)])
    counts: list[int] = []

    def read() -> None:
        for _ in range(10):
            found = store.find(NOTES, {}, limit=500)
            counts.append(len(found))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    while any(reader.is_alive() for reader in readers):
        store.close()
    assert counts == [200] * 30
    store.close()
