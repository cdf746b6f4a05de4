"""Every question the loops and lists ask is answered by an index, on the engine that runs in production."""

import pytest

from kernel.store.mongo import MongoStore
from kernel.store.port import Collection, In, Span, Where
from services.notifications.repository import (
    ALERTS,
    CONTACT_POINTS,
    DISCLOSURES,
    KINDS,
    NOTICES,
    POINTERS,
    RECONCILIATIONS,
    RECOVERIES,
    TASKS,
    VIEWS,
    WATCHED,
)

DUE = Span(below="2027")
ASKED: list[tuple[Collection, Where, tuple[str, ...], str]] = [
    (DISCLOSURES.collection, {"next_due": DUE}, ("next_due",), "i_next_due"),
    (DISCLOSURES.collection, {"unresolved_due": DUE}, ("unresolved_due",), "i_unresolved_due"),
    (
        DISCLOSURES.collection, {"clinic": "hill", "decided_at": Span(at_least="2026", below="2027")}, ("decided_at",),
        "i_clinic_decided_at",
    ),
    (WATCHED.collection, {"due": DUE}, ("due",), "i_due"),
    (CONTACT_POINTS.collection, {"due": DUE}, ("due",), "i_due"),
    (NOTICES.collection, {"state": "dispatched", "intent_at": DUE}, ("intent_at",), "i_state_intent_at"),
    (NOTICES.collection, {"state": "provider-accepted", "intent_at": DUE}, ("intent_at",), "i_state_intent_at"),
    (
        NOTICES.collection, {"state": "accepted", "lane": 0, "due": DUE}, ("due",), "i_state_lane_due_channel",
    ),
    (
        NOTICES.collection,
        {"state": "accepted", "lane": 0, "clinic": Span(at_least="hill "), "due": DUE, "channel": In(("email",))},
        ("clinic", "due"),
        "i_state_lane_clinic_due",
    ),
    (TASKS.collection, {"state": "open", "escalates_at": DUE}, ("escalates_at",), "i_state_escalates_at"),
    (POINTERS.collection, {"state": "valid"}, ("_id",), "i_state"),
    (
        ALERTS.collection, {"state": "waiting", "due": DUE, "channel": In(("email",))}, ("due",),
        "i_state_due_channel",
    ),
    (RECOVERIES.collection, {"person": "mother", "used_at": None}, ("_id",), "i_person_used_at"),
    (VIEWS.collection, {"disclosure": "d1", "person": "mother"}, ("-at",), "i_disclosure_person_desc_at"),
    (RECONCILIATIONS.collection, {"clinic": "hill"}, ("-day",), "i_clinic_desc_day"),
    (RECONCILIATIONS.collection, {"network": "north"}, ("-day",), "i_network_desc_day"),
]  # fmt: skip


@pytest.mark.real
def test_every_question_is_answered_by_an_index(mongo_url: str) -> None:
    store = MongoStore(mongo_url, "alliance_notifications_indexes")
    try:
        store.prepare([kind.collection for kind in KINDS])
        found = [store.explain(collection, where, sort) for collection, where, sort, _ in ASKED]
        assert found == [index for *_, index in ASKED]
    finally:
        store.close()
