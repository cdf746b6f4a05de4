"""What clinic life asks of the store is answered by an index, on the engine that runs in production."""

import pytest

from kernel.store.mongo import MongoStore
from kernel.store.port import Collection, Span, Where
from services.consent.repository import AGREEMENTS, FORMS, KINDS, SHARED_SESSIONS, TRAILS, TRANSFERS

ASKED: list[tuple[Collection, Where, tuple[str, ...]]] = [
    (TRAILS.collection, {"child": "c1"}, ("_id",)),
    (TRAILS.collection, {"network": "north", "review": Span(below="2026")}, ("review",)),
    (AGREEMENTS.collection, {"child": "c1"}, ("-number",)),
    (FORMS.collection, {"clinic": "hill"}, ("form", "version")),
    (TRANSFERS.collection, {"child": "c1"}, ("-proposed_at",)),
    (TRANSFERS.collection, {"receiver": "hill", "state": "consented"}, ("expires_at",)),
    (SHARED_SESSIONS.collection, {"session": "s1"}, ()),
]


@pytest.mark.real
def test_every_list_of_clinic_life_is_answered_by_an_index(mongo_url: str) -> None:
    store = MongoStore(mongo_url, "alliance_consent_life_indexes")
    try:
        store.prepare([kind.collection for kind in KINDS])
        assert [store.explain(*question) for question in ASKED] == [
            "i_child",
            "i_network_review",
            "i_child_desc_number",
            "i_clinic_form_version",
            "i_child_desc_proposed_at",
            "i_receiver_state_expires_at",
            "i_session",
        ]
    finally:
        store.close()
