"""A unit of work: whole, versioned, stamped, and settled when its acknowledgement is lost."""

from typing import Any

import pytest

from kernel.errors import Conflict, DuplicateKey
from kernel.store.port import Collection, Guard, Index, Insert, Remove, Replace, Store, Write
from tests.contract.stores import Bench, insert
from tests.contract.stores import each_bench as each_bench

NOTES = Collection("notes", (Index(("author", "number"), unique=True),))
OUTBOX = Collection("outbox", (Index(("due",), where={"state": "pending"}), Index(("event",), unique=True)))
INBOX = Collection("inbox")
PEOPLE = Collection("people", (Index(("mail",), unique=True, where={"active": True}),))
ALL = (NOTES, OUTBOX, INBOX, PEOPLE)


def everything(store: Store) -> list[tuple[str, str]]:
    return [(where.name, document["_id"]) for where in ALL for document in store.find(where, {})]


def test_an_inserted_document_has_version_one_and_the_stamp_of_its_commit(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    given = {"_id": "n1", "text": "é", "deep": {"list": [1, 2.5, None, True, {"a": "b"}]}}
    store.commit([Insert(NOTES, given)], "c1")
    assert store.get(NOTES, "n1") == {**given, "_v": 1, "_c": "c1"}
    assert "_v" not in given


def test_a_replaced_document_is_replaced_whole(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    store.commit([Insert(NOTES, {"_id": "n1", "a": 1, "b": 2})], "c1")
    store.commit([Replace(NOTES, {"_id": "n1", "a": 3, "_v": 99, "_c": "forged"}, 1)], "c2")
    assert store.get(NOTES, "n1") == {"_id": "n1", "a": 3, "_v": 2, "_c": "c2"}


def test_a_guard_moves_the_version_and_nothing_else(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    store.commit([Insert(NOTES, {"_id": "n1", "a": 1})], "c1")
    store.commit([Guard(NOTES, "n1", 1)], "c2")
    assert store.get(NOTES, "n1") == {"_id": "n1", "a": 1, "_v": 2, "_c": "c2"}


def test_a_removed_document_is_gone(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    insert(store, NOTES, [{"_id": "n1"}])
    store.commit([Remove(NOTES, "n1", 1)], "c2")
    assert store.get(NOTES, "n1") is None


def test_a_mark_sets_its_fields_in_every_document_named_and_in_no_other(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    rows = [{"_id": id, "state": "pending", "due": id, "event": id, "deep": {"a": [1]}} for id in "abc"]
    insert(store, OUTBOX, rows)
    store.mark(OUTBOX, ["a", "c", "nobody"], {"state": "published", "at": "now", "sure": True, "times": 2, "why": None})
    assert [row["_id"] for row in store.find(OUTBOX, {"state": "pending"}, ("due",))] == ["b"]
    marked = store.get(OUTBOX, "c")
    assert marked is not None
    assert marked.pop("_c") == bench.open_again().get(OUTBOX, "a")["_c"]  # type: ignore[index]
    assert marked == {**rows[2], "state": "published", "at": "now", "sure": True, "times": 2, "why": None, "_v": 2}


def test_who_read_a_document_before_it_was_marked_has_lost_the_race(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    insert(store, NOTES, [{"_id": "n1"}])
    store.mark(NOTES, ["n1"], {"state": "seen"})
    with pytest.raises(Conflict):
        store.commit([Replace(NOTES, {"_id": "n1"}, 1)], "late")


def test_no_writes_have_no_effect(bench: Bench) -> None:
    bench.prepared(*ALL).commit([], "c1")
    assert everything(bench.store) == []


def test_a_commit_over_four_collections_is_seen_whole_by_another_process(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    store.commit([Insert(where, {"_id": where.name}) for where in ALL], "c1")
    assert everything(bench.open_again()) == [(where.name, where.name) for where in ALL]


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_duplicate_anywhere_undoes_everything(bench: Bench, place: int) -> None:
    store = bench.prepared(*ALL)
    store.commit([Insert(where, {"_id": "taken"}) for where in ALL], "c1")
    writes = [Insert(where, {"_id": "taken" if at == place else "new"}) for at, where in enumerate(ALL)]
    with pytest.raises(DuplicateKey) as raised:
        store.commit(writes, "c2")
    assert (raised.value.collection, raised.value.keys) == (ALL[place].name, ("_id",))
    assert everything(store) == [(where.name, "taken") for where in ALL]


def test_a_duplicate_in_the_middle_of_one_collection_undoes_everything(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    insert(store, NOTES, [{"_id": "old", "author": "a", "number": 2}])
    batch = [Insert(NOTES, {"_id": f"n{number}", "author": "a", "number": number}) for number in range(5)]
    with pytest.raises(DuplicateKey) as raised:
        store.commit([Insert(INBOX, {"_id": "e1"}), *batch], "c2")
    assert (raised.value.collection, raised.value.keys) == ("notes", ("author", "number"))
    assert everything(store) == [("notes", "old")]


@pytest.mark.parametrize("kind", ["replace", "remove", "guard", "absent"])
def test_an_unexpected_version_is_a_conflict_and_undoes_everything(bench: Bench, kind: str) -> None:
    store = bench.prepared(*ALL)
    insert(store, NOTES, [{"_id": "n1"}, {"_id": "n2"}])
    stale: dict[str, Any] = {
        "replace": Replace(NOTES, {"_id": "n1", "a": 1}, 2),
        "remove": Remove(NOTES, "n1", 7),
        "guard": Guard(NOTES, "n1", 0),
        "absent": Guard(NOTES, "nobody", 1),
    }
    with pytest.raises(Conflict):
        store.commit([Insert(INBOX, {"_id": "e1"}), Replace(NOTES, {"_id": "n2", "a": 1}, 1), stale[kind]], "c2")
    with pytest.raises(Conflict):
        store.commit([stale[kind]], "c3")
    assert store.find(INBOX, {}) == []
    assert [document["_v"] for document in store.find(NOTES, {})] == [1, 1]


def test_the_first_of_two_refusals_is_the_one_reported(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    insert(store, NOTES, [{"_id": "n1", "author": "a", "number": 1}])
    duplicate = Insert(NOTES, {"_id": "n2", "author": "a", "number": 1})
    with pytest.raises(Conflict):
        store.commit([duplicate, Guard(NOTES, "n1", 9)], "c2")


def test_a_unique_index_refuses_a_replacement_too(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    insert(store, NOTES, [{"_id": "n1", "author": "a", "number": 1}, {"_id": "n2", "author": "a", "number": 2}])
    with pytest.raises(DuplicateKey) as raised:
        store.commit([Replace(NOTES, {"_id": "n2", "author": "a", "number": 1}, 1)], "c2")
    assert raised.value.keys == ("author", "number")


def test_a_unique_index_ignores_missing_and_null_keys(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    loose: list[dict[str, Any]] = [
        {"author": "a"},
        {"author": "a"},
        {"author": "a", "number": None},
        {"number": 1},
        {"number": 1},
        {},
        {},
    ]
    insert(store, NOTES, [{"_id": str(place), **document} for place, document in enumerate(loose)])
    assert store.count(NOTES, {}) == len(loose)


def test_a_unique_index_tells_truth_values_numbers_and_text_apart(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    insert(
        store, OUTBOX, [{"_id": str(place), "event": value} for place, value in enumerate([1, "1", True, 0, False, ""])]
    )
    with pytest.raises(DuplicateKey):
        insert(store, OUTBOX, [{"_id": "new", "event": 1.0}])


def test_a_partial_unique_index_holds_only_where_it_says(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    insert(store, PEOPLE, [{"_id": "a", "mail": "x", "active": False}, {"_id": "b", "mail": "x", "active": True}])
    insert(store, PEOPLE, [{"_id": "c", "mail": "x", "active": 1}])
    with pytest.raises(DuplicateKey) as raised:
        store.commit([Replace(PEOPLE, {"_id": "a", "mail": "x", "active": True}, 1)], "c2")
    assert raised.value.keys == ("mail",)


def test_a_key_is_handed_over_within_one_commit(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    insert(store, NOTES, [{"_id": "n1", "author": "a", "number": 1}, {"_id": "n2", "author": "a", "number": 2}])
    store.commit(
        [
            Insert(NOTES, {"_id": "n3", "author": "a", "number": 1}),
            Replace(NOTES, {"_id": "n2", "author": "a", "number": 3}, 1),
            Remove(NOTES, "n1", 1),
        ],
        "c2",
    )
    assert [(d["_id"], d["number"]) for d in store.find(NOTES, {})] == [("n2", 3), ("n3", 1)]


def test_writes_to_one_document_keep_their_order(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    store.commit([Insert(NOTES, {"_id": "n1", "a": 1}), Replace(NOTES, {"_id": "n1", "a": 2}, 1)], "c1")
    assert store.get(NOTES, "n1") == {"_id": "n1", "a": 2, "_v": 2, "_c": "c1"}
    store.commit([Remove(NOTES, "n1", 2), Insert(NOTES, {"_id": "n1", "a": 3})], "c2")
    assert store.get(NOTES, "n1") == {"_id": "n1", "a": 3, "_v": 1, "_c": "c2"}
    with pytest.raises(DuplicateKey):
        store.commit([Insert(NOTES, {"_id": "n1"}), Remove(NOTES, "n1", 1)], "c3")


@pytest.mark.parametrize("size", [1, 3])
def test_a_repeated_commit_finds_that_it_already_took_effect(bench: Bench, size: int) -> None:
    store = bench.prepared(*ALL)
    insert(store, NOTES, [{"_id": "n1", "a": 1}])
    writes: list[Write] = [
        Insert(INBOX, {"_id": "e1"}),
        Replace(NOTES, {"_id": "n1", "a": 2}, 1),
        Insert(OUTBOX, {"_id": "o1"}),
    ]
    store.commit(writes[:size], "c2")
    bench.open_again().commit(writes[:size], "c2")
    assert store.count(INBOX, {}) == 1
    with pytest.raises(DuplicateKey):
        store.commit(writes[:size], "another")


def test_a_repeated_commit_is_recognised_after_its_other_documents_have_moved_on(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    insert(store, NOTES, [{"_id": "n1", "a": 1}])
    writes: list[Write] = [Replace(NOTES, {"_id": "n1", "a": 2}, 1), Insert(INBOX, {"_id": "e1"})]
    store.commit(writes, "c2")
    store.commit([Replace(NOTES, {"_id": "n1", "a": 3}, 2)], "c3")
    store.commit(writes, "c2")
    assert store.get(NOTES, "n1") == {"_id": "n1", "a": 3, "_v": 3, "_c": "c3"}


def test_preparing_again_adds_what_is_new_and_keeps_the_rest(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    insert(store, NOTES, [{"_id": "n1", "subject": "s"}])
    grown = Collection("notes", (*NOTES.indexes, Index(("subject",))))
    store.prepare([grown])
    assert store.explain(grown, {"subject": "s"}) == "i_subject"
    assert store.count(grown, {"subject": "s"}) == 1


def test_a_closed_store_opens_again_on_the_next_call(bench: Bench) -> None:
    store = bench.prepared(*ALL)
    insert(store, NOTES, [{"_id": "n1"}])
    store.close()
    store.ping()
    assert store.count(NOTES, {}) == 1
