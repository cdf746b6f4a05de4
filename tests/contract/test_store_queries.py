"""Filters, orders and pages: every adapter against a plain-Python reading of the port."""

import itertools
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.errors import Invalid
from kernel.store.matching import in_order, matches
from kernel.store.port import Collection, Document, Has, In, Index, Not, Span, Wanted
from tests.contract.stores import Bench, insert
from tests.contract.stores import each_bench as each_bench

SAMPLES = Collection("samples", (Index(("run", "a")), Index(("run", "s", "-t")), Index(("n.x",))))
OTHERS = Collection("others")
RUNS = itertools.count()
AGREES = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
)

numbers = st.one_of(
    st.integers(-2, 2),
    st.sampled_from([2**53 + 1, 2**63 - 1, -(2**63)]),
    st.sampled_from([0.0, -0.5, 1.0, 0.1 + 0.2, 2.0**53, 1e300, 5e-324, 123456.78901234567]),
)
texts = st.text(alphabet="ab1é\U0001f600\uffee\"\\'\n$", max_size=2)
scalars = st.one_of(st.none(), st.booleans(), numbers, texts)
lists = st.lists(st.one_of(scalars, st.lists(scalars, max_size=1)), max_size=3)
objects = st.dictionaries(st.sampled_from(["x", "y", "0"]), st.one_of(scalars, lists), max_size=2)
values = st.one_of(scalars, lists, objects, st.lists(objects, max_size=2))
documents = st.fixed_dictionaries({}, optional={"a": values, "n": values, "s": scalars, "t": scalars})
conditions = st.one_of(
    scalars,
    st.builds(In, st.lists(scalars, max_size=3).map(tuple)),
    st.builds(Has, scalars),
    st.builds(Not, scalars),
    st.builds(Span, scalars, scalars),
)
wheres = st.dictionaries(st.sampled_from(["a", "n.x", "n.0", "n", "s", "t", "absent", "a.x.y"]), conditions, max_size=2)
sorts = st.sampled_from([(), ("s",), ("-s",), ("s", "-t"), ("-s", "t"), ("t", "s"), ("-t", "-s"), ("-_id",)])


def fill(bench: Bench, found: list[dict[str, Any]]) -> tuple[int, list[Document]]:
    store, run = bench.prepared(SAMPLES), next(RUNS)
    filled = [{"_id": f"{run}-{place}", "run": run, **document} for place, document in enumerate(found)]
    insert(store, SAMPLES, filled)
    return run, filled


@AGREES
@given(st.lists(documents, min_size=1, max_size=8), st.lists(wheres, min_size=1, max_size=6), sorts)
def test_every_adapter_finds_counts_and_orders_as_the_port_says(
    bench: Bench, found: list[dict[str, Any]], asked: list[dict[str, Any]], sort: tuple[str, ...]
) -> None:
    run, filled = fill(bench, found)
    for where in asked:
        expected = [document["_id"] for document in in_order(filled, sort) if matches(document, where)]
        within = {"run": run, **where}
        assert [document["_id"] for document in bench.store.find(SAMPLES, within, sort)] == expected
        assert bench.store.count(SAMPLES, within) == len(expected)


@AGREES
@given(st.lists(documents, min_size=1, max_size=8), sorts, st.integers(1, 4))
def test_pages_laid_end_to_end_are_the_whole_result(
    bench: Bench, found: list[dict[str, Any]], sort: tuple[str, ...], limit: int
) -> None:
    run, filled = fill(bench, found)
    read: list[str] = []
    cursor = None
    while True:
        page = bench.store.page(SAMPLES, {"run": run}, sort, limit, cursor)
        read += [document["_id"] for document in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
        assert len(page.items) == limit
    assert read == [document["_id"] for document in in_order(filled, sort)]


@AGREES
@given(st.lists(documents, min_size=1, max_size=4))
def test_a_document_comes_back_as_it_went_in(bench: Bench, found: list[dict[str, Any]]) -> None:
    _, filled = fill(bench, found)
    read = bench.store.get_many(SAMPLES, [document["_id"] for document in filled])
    for document in filled:
        back = read[document["_id"]]
        assert repr(dict(sorted({k: v for k, v in back.items() if k not in ("_v", "_c")}.items()))) == repr(
            dict(sorted(document.items()))
        )


def test_truth_values_whole_numbers_and_text_are_never_equal(bench: Bench) -> None:
    store = bench.prepared(SAMPLES)
    insert(
        store, SAMPLES, [{"_id": f"d{i}", "a": value} for i, value in enumerate([1, 1.0, True, "1", "true", 0, False])]
    )

    def found(condition: Any) -> list[str]:
        return [document["_id"] for document in store.find(SAMPLES, {"a": condition})]

    assert found(1) == found(1.0) == ["d0", "d1"]
    assert found(True) == ["d2"]
    assert found("1") == ["d3"]
    assert found(False) == ["d6"]
    assert found(In((True, "1"))) == ["d2", "d3"]
    assert found(Not(1)) == ["d2", "d3", "d4", "d5", "d6"]
    assert found(Span(at_least=0)) == ["d0", "d1", "d5"]
    assert store.find(SAMPLES, {"_id": 5}) == []


def test_a_list_is_reached_through_has_only(bench: Bench) -> None:
    store = bench.prepared(SAMPLES)
    insert(store, SAMPLES, [{"_id": "list", "a": ["x", "y"]}, {"_id": "text", "a": "x"}])
    assert [document["_id"] for document in store.find(SAMPLES, {"a": "x"})] == ["text"]
    assert [document["_id"] for document in store.find(SAMPLES, {"a": Has("x")})] == ["list"]
    assert [document["_id"] for document in store.find(SAMPLES, {"a": Not("x")})] == ["list"]


def test_a_missing_field_is_none_and_sorts_first(bench: Bench) -> None:
    store = bench.prepared(SAMPLES)
    insert(store, SAMPLES, [{"_id": "b", "s": 1}, {"_id": "a", "s": None}, {"_id": "c"}, {"_id": "d", "s": True}])
    assert [document["_id"] for document in store.find(SAMPLES, {"s": None})] == ["a", "c"]
    assert [document["_id"] for document in store.find(SAMPLES, {"s": Not(None)})] == ["b", "d"]
    assert [document["_id"] for document in store.find(SAMPLES, {}, ("s",))] == ["a", "c", "b", "d"]
    assert [document["_id"] for document in store.find(SAMPLES, {}, ("-s",))] == ["d", "b", "c", "a"]


def test_a_limit_of_nothing_gives_nothing(bench: Bench) -> None:
    store = bench.prepared(SAMPLES)
    insert(store, SAMPLES, [{"_id": "a"}])
    assert store.find(SAMPLES, {}, limit=0) == []
    assert store.get_many(SAMPLES, []) == {}
    assert store.get(SAMPLES, "nobody") is None


def test_documents_of_several_collections_come_in_one_answer(bench: Bench) -> None:
    store = bench.prepared(SAMPLES, OTHERS)
    insert(store, SAMPLES, [{"_id": "a", "n": 1, "d": "x"}, {"_id": "b", "d": "y"}, {"_id": "list", "d": ["x"]}])
    insert(store, OTHERS, [{"_id": "a", "of": "others"}])
    wanted = [
        Wanted(SAMPLES, ("a", "nobody")),
        Wanted(OTHERS, ("a", "b")),
        Wanted(SAMPLES, ("x", "y"), "d"),
        Wanted(OTHERS, ()),
    ]
    found = [sorted(document["_id"] for document in documents) for documents in store.fetch(wanted)]
    assert found == [["a"], ["a"], ["a", "b"], []]
    assert store.fetch(wanted)[0] == [store.get(SAMPLES, "a")]
    assert store.fetch([]) == []


def test_a_fetch_brings_more_than_one_batch_of_the_wire(bench: Bench) -> None:
    store = bench.prepared(SAMPLES)
    ids = tuple(f"d{number:03d}" for number in range(250))
    insert(store, SAMPLES, [{"_id": id} for id in ids])
    [found] = store.fetch([Wanted(SAMPLES, ids)])
    assert {document["_id"] for document in found} == set(ids)


def test_pages_stay_stable_while_documents_come_and_go(bench: Bench) -> None:
    store = bench.prepared(SAMPLES)
    insert(store, SAMPLES, [{"_id": f"d{place:02}", "s": place // 3} for place in range(0, 20, 2)])
    first = store.page(SAMPLES, {}, ("s",), 4)
    insert(store, SAMPLES, [{"_id": "d01", "s": 0}, {"_id": "d19", "s": 9}, {"_id": "d07", "s": 2}])
    read, cursor = list(first.items), first.next_cursor
    while cursor is not None:
        page = store.page(SAMPLES, {}, ("s",), 4, cursor)
        read, cursor = read + page.items, page.next_cursor
    ids = [document["_id"] for document in read]
    assert len(ids) == len(set(ids))
    assert {f"d{place:02}" for place in range(0, 20, 2)} | {"d07", "d19"} == set(ids)


@pytest.mark.parametrize("cursor", ["", "!", "e30", "bnVsbA", "W10", "W1tdLFtdXQ", "é", "x" * 5000])
def test_an_unreadable_cursor_is_invalid(bench: Bench, cursor: str) -> None:
    store = bench.prepared(SAMPLES)
    with pytest.raises(Invalid) as raised:
        store.page(SAMPLES, {}, ("s",), 4, cursor)
    assert raised.value.code == "cursor"
    assert "cursor" in raised.value.fields


def test_a_cursor_of_another_sort_is_invalid(bench: Bench) -> None:
    store = bench.prepared(SAMPLES)
    insert(store, SAMPLES, [{"_id": str(place), "s": place} for place in range(3)])
    cursor = store.page(SAMPLES, {}, ("s",), 1).next_cursor
    with pytest.raises(Invalid):
        store.page(SAMPLES, {}, ("-s",), 1, cursor)


@pytest.mark.parametrize("path", ["a'b", 'a"b', "$where", "a..b", "", "a b", "a;--"])
def test_a_path_is_no_way_to_smuggle_a_query(bench: Bench, path: str) -> None:
    store = bench.prepared(SAMPLES)
    with pytest.raises(ValueError, match="path"):
        store.find(SAMPLES, {path: 1})
    with pytest.raises(ValueError, match="path"):
        store.find(SAMPLES, {}, (path,))


def test_text_that_looks_like_an_operator_is_text(bench: Bench) -> None:
    store = bench.prepared(SAMPLES)
    words = ["$s", "$$ROOT", "' OR 1=1 --", "{$gt: 0}", "$literal"]
    insert(store, SAMPLES, [{"_id": f"d{i}", "s": word} for i, word in enumerate(words)])
    for word in words:
        assert [document["s"] for document in store.find(SAMPLES, {"s": word})] == [word]
    read: list[str] = []
    cursor = None
    for _ in words:
        page = store.page(SAMPLES, {}, ("s",), 1, cursor)
        read, cursor = [*read, page.items[0]["s"]], page.next_cursor
    assert read == sorted(words)


def test_a_condition_that_is_no_scalar_is_refused(bench: Bench) -> None:
    store = bench.prepared(SAMPLES)
    for wrong in ({"$gt": 0}, [1], float("nan"), 2**63, uuid.UUID(int=1), "a\x00b"):
        with pytest.raises(ValueError, match=r"a |must"):
            store.find(SAMPLES, {"a": wrong})  # type: ignore[dict-item]
