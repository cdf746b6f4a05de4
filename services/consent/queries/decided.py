"""What was decided for a clinic within a time, for whoever must prove that each of it was carried."""

from datetime import datetime
from typing import Any

from kernel.clock import to_text
from kernel.reader import Reader
from kernel.store.port import Span, Where
from services.consent.model import Disclosure
from services.consent.repository import DISCLOSURES
from services.consent.settings import DECIDED_PAGE


def decided(reader: Reader, clinic: str, since: datetime, until: datetime, cursor: str | None) -> dict[str, Any]:
    """A page of recorded decisions, oldest first: from `since` up to, not including, `until`. Identifiers and codes."""
    where: Where = {"clinic": clinic, "decided_at": Span(at_least=to_text(since), below=to_text(until))}
    page = reader.page(DISCLOSURES, where, ("decided_at",), DECIDED_PAGE, cursor)
    found = [DISCLOSURES.from_document(document) for document in page.items]
    return {"decided": [_row(item) for item in found], "next_cursor": page.next_cursor}


def _row(made: Disclosure) -> dict[str, Any]:
    return {
        "disclosure": made.id,
        "child": made.child,
        "network": made.network,
        "clinic": made.clinic,
        "message_class": made.message_class.value,
        "decided_at": to_text(made.decided_at),
        "about": list(made.about),
        "permitted": sorted(adult.person for adult in made.adults if adult.outcome.value == "permit"),
    }
