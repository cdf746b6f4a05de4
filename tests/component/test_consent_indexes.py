"""Every list the service asks for is answered by an index, on the engine that runs in production."""

import pytest

from kernel.audit import AUDIT
from kernel.store.mongo import MongoStore
from kernel.store.port import Collection, Has, Span, Where
from services.consent.repository import ACCESSES, CLINICS, DISCLOSURES, FAMILIES, KINDS, REPORTS

ASKED: list[tuple[Collection, Where, tuple[str, ...]]] = [
    (FAMILIES.collection, {"network": "north", "clinics": Has("hill")}, ("_id",)),
    (FAMILIES.collection, {"care_team": Has("tess")}, ("_id",)),
    (FAMILIES.collection, {"people": Has("mother")}, ("_id",)),
    (CLINICS.collection, {"network": "north"}, ("_id",)),
    (DISCLOSURES.collection, {"child": "c1"}, ("-decided_at",)),
    (DISCLOSURES.collection, {"child": "c1", "closed_at": None, "about": Has("nora")}, ("-decided_at",)),
    (DISCLOSURES.collection, {"clinic": "hill", "decided_at": Span(at_least="2026", below="2027")}, ("decided_at",)),
    (ACCESSES.collection, {"child": "c1", "person": "nora"}, ("-opened_at",)),
    (ACCESSES.collection, {"person": "nora", "opened_at": Span(at_least="2026")}, ("-opened_at",)),
    (ACCESSES.collection, {"network": "north", "reviewed": False}, ("review_due",)),
    (ACCESSES.collection, {"network": "north"}, ("-opened_at",)),
    (REPORTS.collection, {"child": "c1", "at": Span(at_least="2026")}, ("at",)),
    (AUDIT, {"stream": "c1", "action": "decision", "at": Span(at_least="2026")}, ("-position",)),
]


@pytest.mark.real
def test_every_list_is_answered_by_an_index(mongo_url: str) -> None:
    store = MongoStore(mongo_url, "alliance_consent_indexes")
    try:
        store.prepare([AUDIT, *(kind.collection for kind in KINDS)])
        assert [store.explain(*question) for question in ASKED] == [
            "i_network_clinics",
            "i_care_team",
            "i_people",
            "i_network",
            "i_child_desc_decided_at",
            "i_child_desc_decided_at",
            "i_clinic_decided_at",
            "i_child_person_desc_opened_at",
            "i_person_desc_opened_at",
            "i_network_reviewed_review_due",
            "i_network_desc_opened_at",
            "i_child_at",
            "i_stream_position",
        ]
    finally:
        store.close()
