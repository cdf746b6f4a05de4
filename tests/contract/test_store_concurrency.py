"""Many at once: what a commit notices, what it does not, and who is woken."""

import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kernel.errors import Conflict, DuplicateKey
from kernel.store.port import Collection, Document, Guard, Insert, Replace, Write
from tests.contract.stores import Bench, change, insert
from tests.contract.stores import each_bench as each_bench

COUNTERS = Collection("counters")
ROWS = Collection("rows")
THREADS = 8


def together(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Start at the same moment; the results, or the exceptions, in order."""
    gate = threading.Barrier(count)

    def one(place: int) -> Any:
        gate.wait()
        try:
            return work(place)
        except (Conflict, DuplicateKey) as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.parametrize("extra", [0, 1], ids=["one write", "a transaction"])
def test_of_two_writers_with_the_same_version_one_wins(bench: Bench, extra: int) -> None:
    store = bench.prepared(COUNTERS, ROWS)
    insert(store, COUNTERS, [{"_id": "c", "by": None}])

    def write(place: int) -> None:
        rows: list[Write] = [Insert(ROWS, {"_id": f"r{place}"})] * extra
        store.commit([Replace(COUNTERS, {"_id": "c", "by": place}, 1), *rows], f"k{place}")

    results = together(2, write)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "NoneType"]
    winner = results.index(None)
    assert store.get(COUNTERS, "c") == {"_id": "c", "by": winner, "_v": 2, "_c": f"k{winner}"}
    assert store.count(ROWS, {}) == extra


@pytest.mark.parametrize("extra", [0, 1], ids=["one write", "a transaction"])
def test_of_many_inserts_of_one_id_one_wins_and_the_others_learn_why(bench: Bench, extra: int) -> None:
    store = bench.prepared(COUNTERS, ROWS)

    def write(place: int) -> None:
        rows: list[Write] = [Insert(ROWS, {"_id": f"r{place}"})] * extra
        store.commit([Insert(COUNTERS, {"_id": "c"}), *rows], f"k{place}")

    results = together(THREADS, write)
    assert sorted(type(result).__name__ for result in results) == ["DuplicateKey"] * (THREADS - 1) + ["NoneType"]
    assert store.count(ROWS, {}) == extra


def test_increments_by_eight_threads_lose_nothing(bench: Bench) -> None:
    store, twin, each = bench.prepared(COUNTERS), bench.open_again(), 10
    insert(store, COUNTERS, [{"_id": "c", "n": 0}])

    def increment(document: Document) -> None:
        document["n"] += 1

    def work(place: int) -> None:
        for _ in range(each):
            change(store if place % 2 else twin, COUNTERS, "c", increment)

    together(THREADS, work)
    assert (store.get(COUNTERS, "c") or {})["n"] == THREADS * each


def test_transactions_by_eight_threads_keep_counter_and_rows_in_step(bench: Bench) -> None:
    store, each = bench.prepared(COUNTERS, ROWS), 5
    insert(store, COUNTERS, [{"_id": "c", "n": 0}])

    def once() -> bool:
        document = store.get(COUNTERS, "c") or {}
        row = {"_id": uuid.uuid4().hex, "n": document["n"]}
        try:
            store.commit(
                [Replace(COUNTERS, {**document, "n": document["n"] + 1}, document["_v"]), Insert(ROWS, row)], row["_id"]
            )
        except Conflict:
            return False
        return True

    def work(_: int) -> None:
        done = 0
        while done < each:
            done += once()

    together(THREADS, work)
    assert [row["n"] for row in store.find(ROWS, {}, ("n",))] == list(range(THREADS * each))


def on_call(bench: Bench) -> list[Document]:
    store = bench.prepared(COUNTERS)
    insert(store, COUNTERS, [{"_id": "a", "on": True}, {"_id": "b", "on": True}])
    return store.find(COUNTERS, {})


def test_write_skew_is_possible_between_documents_that_a_commit_does_not_name(bench: Bench) -> None:
    a, b = on_call(bench)
    bench.store.commit([Replace(COUNTERS, {**a, "on": False}, a["_v"])], "k1")
    bench.store.commit([Replace(COUNTERS, {**b, "on": False}, b["_v"])], "k2")
    assert bench.store.count(COUNTERS, {"on": True}) == 0


def test_a_guard_excludes_write_skew(bench: Bench) -> None:
    a, b = on_call(bench)
    bench.store.commit([Replace(COUNTERS, {**a, "on": False}, a["_v"]), Guard(COUNTERS, "b", b["_v"])], "k1")
    with pytest.raises(Conflict):
        bench.store.commit([Replace(COUNTERS, {**b, "on": False}, b["_v"]), Guard(COUNTERS, "a", a["_v"])], "k2")
    assert bench.store.count(COUNTERS, {"on": True}) == 1


def test_commits_to_different_documents_never_conflict(bench: Bench) -> None:
    store = bench.prepared(COUNTERS, ROWS)

    def work(place: int) -> None:
        for turn in range(5):
            id = f"{place}-{turn}"
            store.commit([Insert(COUNTERS, {"_id": id}), Insert(ROWS, {"_id": id})], id)

    assert together(THREADS, work) == [None] * THREADS
    assert store.count(ROWS, {}) == store.count(COUNTERS, {}) == THREADS * 5


def test_a_commit_wakes_who_waits_well_under_the_timeout(bench: Bench) -> None:
    store = bench.prepared(ROWS)
    looked, slept = threading.Event(), []

    def wait() -> None:
        store.wait_for_change(ROWS, 10)  # the first wait only says: look now
        looked.set()
        started = time.monotonic()
        store.wait_for_change(ROWS, 10)
        slept.append(time.monotonic() - started)

    waiter = threading.Thread(target=wait)
    waiter.start()
    assert looked.wait(5)
    insert(store, ROWS, [{"_id": "r1"}])
    waiter.join(5)
    assert slept
    assert slept[0] < 2


def test_a_change_between_look_and_wait_is_not_slept_through(bench: Bench) -> None:
    store = bench.prepared(ROWS)
    store.wait_for_change(ROWS, 10)
    assert store.find(ROWS, {}) == []
    insert(store, ROWS, [{"_id": "r1"}])
    started = time.monotonic()
    store.wait_for_change(ROWS, 10)
    assert time.monotonic() - started < 2


def test_without_a_change_a_wait_ends_with_its_timeout(bench: Bench) -> None:
    store = bench.prepared(ROWS, COUNTERS)
    store.wait_for_change(ROWS, 10)
    insert(store, COUNTERS, [{"_id": "c"}])
    started = time.monotonic()
    store.wait_for_change(ROWS, 0.2)
    assert 0.15 < time.monotonic() - started < 2


def test_who_waits_for_new_documents_sleeps_through_changes_of_old_ones(bench: Bench) -> None:
    store = bench.prepared(ROWS)
    insert(store, ROWS, [{"_id": "r1"}])
    store.wait_for_new(ROWS, 10)
    store.commit([Replace(ROWS, {"_id": "r1", "n": 2}, 1)], "changed")
    started = time.monotonic()
    store.wait_for_new(ROWS, 0.5)
    assert time.monotonic() - started > 0.4
    store.wait_for_change(ROWS, 10)  # from here on both are followed
    store.wait_for_new(ROWS, 3)
    insert(store, ROWS, [{"_id": "r2"}])
    started = time.monotonic()
    store.wait_for_new(ROWS, 10)
    store.wait_for_change(ROWS, 10)
    assert time.monotonic() - started < 2
