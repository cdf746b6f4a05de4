"""Notices, links and codes."""

from datetime import datetime

from contracts.codes import Channel
from kernel.clock import to_text
from kernel.kind import Kind
from kernel.store.port import Collection, In, Index, Span, Where
from services.notifications.model import Notice, Pointer, Proof, Quota
from services.notifications.repository.finding import INSTANT, PER_CHILD_MAX, Finds

NOTICES = Kind(
    Notice,
    Collection(
        "notices",
        (
            Index(("state", "lane", "due", "channel")),
            Index(("state", "lane", "clinic", "due")),
            Index(("state", "intent_at")),
            Index(("disclosure",)),
            Index(("child", "state")),
        ),
    ),
)

POINTERS = Kind(Pointer, Collection("pointers", (Index(("disclosure",)), Index(("child", "state")), Index(("state",)))))

PROOFS = Kind(Proof, Collection("proofs"))

QUOTAS = Kind(Quota, Collection("quotas"))


def notices_of(source: Finds, disclosure: str) -> tuple[Notice, ...]:
    """Oldest first."""
    return tuple(source.find(NOTICES, {"disclosure": disclosure}, ("created_at",), PER_CHILD_MAX))


def pointers_of(source: Finds, disclosure: str) -> tuple[Pointer, ...]:
    """Every link that was ever made for it."""
    return tuple(source.find(POINTERS, {"disclosure": disclosure}, (), PER_CHILD_MAX))


def due_notices(source: Finds, now: datetime, channels: tuple[Channel, ...], limit: int) -> list[Notice]:
    """Accepted and due on these channels: what somebody waits for before the rest, each lane oldest first."""
    due = Span(below=to_text(now + INSTANT))
    return source.find(NOTICES, {"state": "accepted", "due": due, "channel": In(channels)}, ("lane", "due"), limit)


def due_notices_of_next(
    source: Finds, now: datetime, channels: tuple[Channel, ...], lane: int, clinics: Span, limit: int
) -> list[Notice]:
    """Those of the next clinic within `clinics` that has any due in this lane, oldest first. It looks at no other's."""
    where: Where = {"state": "accepted", "lane": lane, "clinic": clinics, "due": Span(below=to_text(now + INSTANT)),
                    "channel": In(channels)}  # fmt: skip
    found = source.find(NOTICES, where, ("clinic", "due"), limit)
    return [notice for notice in found if notice.clinic == found[0].clinic]


def stuck_notices(source: Finds, before: datetime, limit: int) -> list[Notice]:
    """An intent was written before then, and nothing after it."""
    intent = Span(below=to_text(before))
    return source.find(NOTICES, {"state": "dispatched", "intent_at": intent}, ("intent_at",), limit)


def untried_notices(source: Finds, lane: int, before: datetime, limit: int) -> list[Notice]:
    """Accepted, due before then, and no sender has touched them since."""
    due = Span(below=to_text(before))
    return source.find(NOTICES, {"state": "accepted", "lane": lane, "due": due}, ("due",), limit)


def silent_notices(source: Finds, before: datetime, limit: int) -> list[Notice]:
    """A provider took them before then and said no more."""
    intent = Span(below=to_text(before))
    return source.find(NOTICES, {"state": "provider-accepted", "intent_at": intent}, ("intent_at",), limit)
