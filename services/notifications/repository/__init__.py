"""Where the service's aggregates live, and the questions it asks of its own store."""

from typing import Any

from kernel.auth.own_factors import FACTORS
from kernel.kind import Kind
from services.notifications.repository.alerts import ALERTS, due_alerts
from services.notifications.repository.disclosures import (
    CLOSED_ITEMS,
    DISCLOSURES,
    WATCHED,
    overdue_ladders,
    undecided,
    unresolved,
)
from services.notifications.repository.factors import (
    RECOVERIES,
    TALLIES,
    VIEWS,
    open_recoveries,
    views_of,
)
from services.notifications.repository.finding import INSTANT, PER_CHILD_MAX, Finds
from services.notifications.repository.messages import (
    NOTICES,
    POINTERS,
    PROOFS,
    QUOTAS,
    due_notices,
    due_notices_of_next,
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
from services.notifications.repository.wishes import BOUNDARIES, DAY_COUNTS, PREFERENCES

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
    ALERTS,
    FACTORS,
    TALLIES,
    RECOVERIES,
    VIEWS,
    BREAKERS,
    RECONCILIATIONS,
    THREADS,
    THREAD_MESSAGES,
    DRAFTS,
    PROMISES,
    REFERENCES,
    PREFERENCES,
    BOUNDARIES,
    DAY_COUNTS,
)

__all__ = [
    "ALERTS",
    "ANSWERS",
    "BOUNDARIES",
    "BREAKERS",
    "CHILDREN",
    "CLOSED_ITEMS",
    "CONTACT_POINTS",
    "DAY_COUNTS",
    "DISCLOSURES",
    "DRAFTS",
    "FACTORS",
    "INSTANT",
    "KINDS",
    "NOTICES",
    "PER_CHILD_MAX",
    "POINTERS",
    "POLICIES",
    "PREFERENCES",
    "PROMISES",
    "PROOFS",
    "QUOTAS",
    "RECONCILIATIONS",
    "RECOVERIES",
    "REFERENCES",
    "TALLIES",
    "TASKS",
    "THREADS",
    "THREAD_MESSAGES",
    "VIEWS",
    "WATCHED",
    "Finds",
    "children_of",
    "draft_id",
    "due_alerts",
    "due_notices",
    "due_notices_of_next",
    "messages_of",
    "newest_report",
    "notices_of",
    "open_recoveries",
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
    "views_of",
]
