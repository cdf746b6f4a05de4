"""Where the service's aggregates live, and the questions it asks of its own store."""

from typing import Any

from kernel.kind import Kind
from services.notifications.repository.disclosures import (
    CLOSED_ITEMS,
    DISCLOSURES,
    WATCHED,
    overdue_ladders,
    undecided,
    unresolved,
)
from services.notifications.repository.finding import INSTANT, PER_CHILD_MAX, Finds
from services.notifications.repository.messages import (
    NOTICES,
    POINTERS,
    PROOFS,
    QUOTAS,
    due_notices,
    notices_of,
    pointers_of,
    silent_notices,
    stuck_notices,
    untried_notices,
)
from services.notifications.repository.people import CHILDREN, CONTACT_POINTS, POLICIES, children_of, points_of
from services.notifications.repository.providers import BREAKERS
from services.notifications.repository.reconciliations import RECONCILIATIONS, newest_report
from services.notifications.repository.tasks import ANSWERS, TASKS, overdue_tasks
from services.notifications.repository.threads import (
    DRAFTS,
    PROMISES,
    REFERENCES,
    THREAD_MESSAGES,
    THREADS,
    draft_id,
    messages_of,
    threads_in,
    threads_of,
)

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
    RECONCILIATIONS,
    THREADS,
    THREAD_MESSAGES,
    DRAFTS,
    PROMISES,
    REFERENCES,
)

__all__ = [
    "ANSWERS",
    "BREAKERS",
    "CHILDREN",
    "CLOSED_ITEMS",
    "CONTACT_POINTS",
    "DISCLOSURES",
    "DRAFTS",
    "INSTANT",
    "KINDS",
    "NOTICES",
    "PER_CHILD_MAX",
    "POINTERS",
    "POLICIES",
    "PROMISES",
    "PROOFS",
    "QUOTAS",
    "RECONCILIATIONS",
    "REFERENCES",
    "TASKS",
    "THREADS",
    "THREAD_MESSAGES",
    "WATCHED",
    "Finds",
    "children_of",
    "draft_id",
    "due_notices",
    "messages_of",
    "newest_report",
    "notices_of",
    "overdue_ladders",
    "overdue_tasks",
    "pointers_of",
    "points_of",
    "silent_notices",
    "stuck_notices",
    "threads_in",
    "threads_of",
    "undecided",
    "unresolved",
    "untried_notices",
]
