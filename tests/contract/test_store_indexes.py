"""Every declared query is answered by the index that was declared for it, and a scan is called a scan."""

from typing import Any

import pytest

from kernel.store.port import Collection, In, Index, Not, Span
from tests.contract.stores import Bench, insert
from tests.contract.stores import each_bench as each_bench

MAILS = Collection(
    "mails",
    (
        Index(("address",), unique=True),
        Index(("child", "-at")),
        Index(("child", "number"), unique=True),
        Index(("due",), where={"state": "pending"}),
        Index(("lane", "due"), where={"state": "pending", "urgent": True}),
        Index(("person.role",)),
        Index(("at",)),
    ),
)
QUERIES: list[tuple[dict[str, Any], tuple[str, ...], str | None]] = [
    ({"address": "a5"}, (), "u_address"),
    ({"address": In(("a5", "a6"))}, (), "u_address"),
    ({"child": "c1"}, ("-at",), "i_child_desc_at"),
    ({"child": "c1", "at": Span("t0", "t3")}, ("at",), "i_child_desc_at"),
    ({"child": "c1", "number": Span(at_least=2)}, ("number",), "u_child_number"),
    ({"state": "pending", "due": Span(below=7)}, ("due",), "i_due_state_pending"),
    ({"state": "pending", "urgent": True, "lane": "x"}, ("due",), "i_lane_due_state_pending_urgent_True"),
    ({"person.role": "nurse"}, (), "i_person_role"),
    ({}, ("at",), "i_at"),
    ({}, ("-at",), "i_at"),
    ({"_id": "m1"}, (), "_id"),
    ({"text": "x"}, (), None),
    ({"state": "sent"}, ("due",), None),
    ({"lane": "x"}, ("due",), None),
    ({"text": Not(None)}, ("text",), None),
    ({}, ("text",), None),
]


@pytest.mark.parametrize(("where", "sort", "expected"), QUERIES, ids=str)
def test_explain_names_the_index_or_admits_the_scan(
    bench: Bench, where: dict[str, Any], sort: tuple[str, ...], expected: str | None
) -> None:
    store = bench.prepared(MAILS)
    insert(
        store,
        MAILS,
        [
            {
                "_id": f"m{place}",
                "address": f"a{place}",
                "child": f"c{place % 5}",
                "number": place,
                "at": f"t{place % 7}",
                "state": "pending" if place % 3 else "sent",
                "urgent": place % 2 == 0,
                "lane": "xy"[place % 2],
                "due": place % 11,
                "person": {"role": ["nurse", "aide"][place % 2]},
                "text": str(place),
            }
            for place in range(60)
        ],
    )
    assert store.explain(MAILS, where, sort) == expected
