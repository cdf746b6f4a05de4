"""What packs and what-if ask of the store is answered by an index, on the engine that runs in production."""

import pytest

from kernel.store.mongo import MongoStore
from kernel.store.port import Span
from services.consent.packs.kept import PACK_VERSIONS
from services.consent.repository import DISCLOSURES, FAMILIES, KINDS


@pytest.mark.real
def test_every_list_is_answered_by_an_index(mongo_url: str) -> None:
    store = MongoStore(mongo_url, "alliance_packs_indexes")
    try:
        store.prepare([kind.collection for kind in KINDS])
        assert [
            store.explain(PACK_VERSIONS.collection, {"network": "north"}, ("-proposed_at",)),
            # A page of what-if goes on where the last one ended: all together they read the collection once.
            store.explain(FAMILIES.collection, {"network": "north", "_id": Span(at_least="c1")}, ("_id",)),
            store.explain(DISCLOSURES.collection, {"child": "c1"}, ("-decided_at",)),
        ] == ["i_network_desc_proposed_at", "_id", "i_child_desc_decided_at"]
    finally:
        store.close()
