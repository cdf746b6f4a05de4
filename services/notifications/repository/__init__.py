"""Where the service's aggregates live, and the questions it asks of its own store."""

from typing import Any

from kernel.kind import Kind
from services.notifications.repository.disclosures import CLOSED_ITEMS, DISCLOSURES, WATCHED, overdue_ladders
from services.notifications.repository.finding import INSTANT, PER_CHILD_MAX, Finds
from services.notifications.repository.messages import (
    NOTICES,
    POINTERS,
    PROOFS,
    QUOTAS,
    due_notices,
    notices_of,
    pointers_of,
    stuck_notices,
)
from services.notifications.repository.people import CHILDREN, CONTACT_POINTS, POLICIES, children_of, points_of
from services.notifications.repository.providers import BREAKERS
from services.notifications.repository.tasks import ANSWERS, TASKS

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
    BREAKERS,
)

__all__ = [
    "ANSWERS",
    "BREAKERS",
    "CHILDREN",
    "CLOSED_ITEMS",
    "CONTACT_POINTS",
    "DISCLOSURES",
    "INSTANT",
    "KINDS",
    "NOTICES",
    "PER_CHILD_MAX",
    "POINTERS",
    "POLICIES",
    "PROOFS",
    "QUOTAS",
    "TASKS",
    "WATCHED",
    "Finds",
    "children_of",
    "due_notices",
    "notices_of",
    "overdue_ladders",
    "pointers_of",
    "points_of",
    "stuck_notices",
]
