"""Children, contact points and policies."""

from datetime import datetime

from kernel.clock import to_text
from kernel.kind import Kind
from kernel.store.port import Collection, Has, In, Index, Span
from services.notifications.model import Child, ClinicPolicy, ContactPoint
from services.notifications.repository.finding import PER_CHILD_MAX, Finds

CHILDREN = Kind(Child, Collection("children", (Index(("adults",)),)))

CONTACT_POINTS = Kind(
    ContactPoint,
    Collection("contact_points", (Index(("address_digest",), unique=True), Index(("person",)), Index(("due",)))),
)

POLICIES = Kind(ClinicPolicy, Collection("policies"))


def children_of(source: Finds, person: str) -> list[Child]:
    """The children around whom this adult is known."""
    return source.find(CHILDREN, {"adults": Has(person)}, (), PER_CHILD_MAX)


def points_of(source: Finds, persons: tuple[str, ...]) -> dict[str, tuple[ContactPoint, ...]]:
    """Every person's contact points, in a stable order."""
    if not persons:
        return {}
    found = source.find(CONTACT_POINTS, {"person": In(persons)}, ("_id",), PER_CHILD_MAX)
    return {person: tuple(point for point in found if point.person == person) for person in persons}


def points_due(source: Finds, before: datetime, limit: int) -> list[ContactPoint]:
    """Something of them was over before then: a code that never came, a cool-off, a place beside another."""
    return source.find(CONTACT_POINTS, {"due": Span(below=to_text(before))}, ("due",), limit)
