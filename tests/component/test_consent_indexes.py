"""Every list the service asks for is answered by an index, on the engine that runs in production."""

import pytest

from kernel.store.mongo import MongoStore
from kernel.store.port import Collection, Has, Where
from services.consent.repository import CLINICS, DISCLOSURES, FAMILIES, KINDS

ASKED: list[tuple[Collection, Where, tuple[str, ...]]] = [
    (FAMILIES.collection, {"network": "north", "clinics": Has("hill")}, ("_id",)),
    (FAMILIES.collection, {"care_team": Has("tess")}, ("_id",)),
    (FAMILIES.collection, {"people": Has("mother")}, ("_id",)),
    (CLINICS.collection, {"network": "north"}, ("_id",)),
    (DISCLOSURES.collection, {"child": "c1"}, ("-decided_at",)),
]


@pytest.mark.real
def test_every_list_is_answered_by_an_index(mongo_url: str) -> None:
    store = MongoStore(mongo_url, "alliance_consent_indexes")
    try:
        store.prepare([kind.collection for kind in KINDS])
        assert [store.explain(*question) for question in ASKED] == [
            "i_network_clinics",
            "i_care_team",
            "i_people",
            "i_network",
            "i_child_desc_decided_at",
        ]
    finally:
        store.close()
