"""Disclosures and their ladders."""

from datetime import datetime

from kernel.clock import to_text
from kernel.kind import Kind
from kernel.store.port import Collection, Index, Span
from services.notifications.model import ClosedItem, Disclosure, Watched
from services.notifications.repository.finding import Finds

DISCLOSURES = Kind(
    Disclosure,
    Collection("disclosures", (Index(("child", "-decided_at")), Index(("next_due",)), Index(("unresolved_due",)),
     Index(("child", "item")), Index(("clinic", "decided_at")))),
)

WATCHED = Kind(Watched, Collection("watched", (Index(("due",)),)))

CLOSED_ITEMS = Kind(ClosedItem, Collection("closed_items"))


def overdue_ladders(source: Finds, before: datetime, limit: int) -> list[Disclosure]:
    """A rung was due before then, and its timer did not take it."""
    return source.find(DISCLOSURES, {"next_due": Span(below=to_text(before))}, ("next_due",), limit)


def unresolved(source: Finds, before: datetime, limit: int) -> list[Disclosure]:
    """A concern was to be resolved before then, and its timer did not ask again."""
    return source.find(DISCLOSURES, {"unresolved_due": Span(below=to_text(before))}, ("unresolved_due",), limit)


def undecided(source: Finds, before: datetime, limit: int) -> list[Watched]:
    """A concern was to be decided before then, and its timer called nobody."""
    return source.find(WATCHED, {"due": Span(below=to_text(before))}, ("due",), limit)
