"""What a document may not hold: the same on every adapter, and nothing is changed."""

from typing import Any

import pytest

from kernel.store.port import Collection, Index, Insert
from tests.contract.stores import Bench
from tests.contract.stores import each_bench as each_bench

NOTES = Collection("notes", (Index(("author", "number"), unique=True),))
INBOX = Collection("inbox")


@pytest.mark.parametrize(
    "document",
    [
        {"a.b": 1},
        {"$set": 1},
        {"deep": [{"$x": 1}]},
        {"deep": {"a.b": 1}},
        {"": 1},
        {"a": float("nan")},
        {"a": float("inf")},
        {"a": 2**63},
        {"a": "x\x00y"},
        {"a": "\ud800"},
        {"a": (1, 2)},
        {"a": b"bytes"},
        {"a": {1: 2}},
        {"_id": 5},
        {"_id": ""},
        {"author": ["a"], "number": 1},
        {"a": "x" * 17_000_000},
    ],
    ids=lambda document: str(document)[:30],
)
def test_what_one_engine_could_not_keep_is_refused_by_all(bench: Bench, document: dict[str, Any]) -> None:
    store = bench.prepared(NOTES, INBOX)
    for others in ([], [Insert(INBOX, {"_id": "e1"})]):
        with pytest.raises(ValueError, match="."):  # noqa: RUF043 - any message
            store.commit([*others, Insert(NOTES, {"_id": "n1", **document})], "c1")
    assert store.count(NOTES, {}) == store.count(INBOX, {}) == 0


def test_a_missing_id_is_refused(bench: Bench) -> None:
    with pytest.raises(ValueError, match="_id"):
        bench.prepared(NOTES, INBOX).commit([Insert(NOTES, {"a": 1})], "c1")
