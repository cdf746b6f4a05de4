"""Where the service's aggregates live, and the questions it asks of its own store."""

from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from contracts.codes import Channel
from kernel.clock import to_text
from kernel.kind import Kind
from kernel.store.port import Collection, Has, In, Index, Sort, Span, Where
from services.notifications.model import (
    Answer,
    Child,
    ClinicPolicy,
    ClosedItem,
    ContactPoint,
    Disclosure,
    Notice,
    Pointer,
    Proof,
    Quota,
    Task,
    Watched,
)

INSTANT = timedelta(microseconds=1)  # the resolution of stored times: what is due now is due
PER_CHILD_MAX = 500  # disclosures, notices, pointers or tasks of one child looked at in one question

CHILDREN = Kind(Child, Collection("children", (Index(("adults",)),)))
CONTACT_POINTS = Kind(
    ContactPoint,
    Collection("contact_points", (Index(("address_digest",), unique=True), Index(("person",)))),
)
POLICIES = Kind(ClinicPolicy, Collection("policies"))
DISCLOSURES = Kind(
    Disclosure,
    Collection("disclosures", (Index(("child", "-decided_at")), Index(("next_due",)), Index(("child", "item")))),
)
WATCHED = Kind(Watched, Collection("watched"))
CLOSED_ITEMS = Kind(ClosedItem, Collection("closed_items"))
NOTICES = Kind(
    Notice,
    Collection(
        "notices",
        (
            Index(("state", "lane", "due", "channel")),
            Index(("state", "intent_at")),
            Index(("disclosure",)),
            Index(("child", "state")),
        ),
    ),
)
POINTERS = Kind(Pointer, Collection("pointers", (Index(("disclosure",)), Index(("child", "state")))))
PROOFS = Kind(Proof, Collection("proofs"))
QUOTAS = Kind(Quota, Collection("quotas"))
TASKS = Kind(
    Task,
    Collection(
        "tasks", (Index(("disclosure",)), Index(("clinic", "state", "due")), Index(("assignees", "state", "due")))
    ),
)
ANSWERS = Kind(Answer, Collection("answers", (Index(("disclosure", "at")),)))

KINDS: tuple[Kind[Any], ...] = (
    CHILDREN,
    CONTACT_POINTS,
    POLICIES,
    DISCLOSURES,
    CLOSED_ITEMS,
    WATCHED,
    NOTICES,
    POINTERS,
    PROOFS,
    QUOTAS,
    TASKS,
    ANSWERS,
)

T = TypeVar("T")


class Finds(Protocol):
    """What Work and Reader have in common."""

    def find(self, kind: Kind[T], where: Where, sort: Sort = (), limit: int = 100) -> list[T]:
        """Matching aggregates."""
        ...


def children_of(source: Finds, person: str) -> list[Child]:
    """The children around whom this adult is known."""
    return source.find(CHILDREN, {"adults": Has(person)}, (), PER_CHILD_MAX)


def points_of(source: Finds, persons: tuple[str, ...]) -> dict[str, tuple[ContactPoint, ...]]:
    """Every person's contact points, in a stable order."""
    if not persons:
        return {}
    found = source.find(CONTACT_POINTS, {"person": In(persons)}, ("_id",), PER_CHILD_MAX)
    return {person: tuple(point for point in found if point.person == person) for person in persons}


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


def stuck_notices(source: Finds, before: datetime, limit: int) -> list[Notice]:
    """An intent was written before then, and nothing after it."""
    intent = Span(below=to_text(before))
    return source.find(NOTICES, {"state": "dispatched", "intent_at": intent}, ("intent_at",), limit)


def overdue_ladders(source: Finds, before: datetime, limit: int) -> list[Disclosure]:
    """A rung was due before then, and its timer did not take it."""
    return source.find(DISCLOSURES, {"next_due": Span(below=to_text(before))}, ("next_due",), limit)
