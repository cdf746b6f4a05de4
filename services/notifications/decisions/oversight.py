"""What the privacy officer and the care team must look at: broken glass, and what a coming birthday changes.

The network's id among the assignees stands for those who look after privacy in it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from contracts.consent import AccessOpened, AccessRefused, AccessReviewed, ReviewDue
from kernel.decision import NOTHING, Decision
from services.notifications.decisions import tasks
from services.notifications.decisions.merging import merged
from services.notifications.model import Task, TaskState

REVIEW_ACCESS = "review-access"
ACCESS_REFUSED = "access-refused"
DONE_BY_REVIEW = frozenset({REVIEW_ACCESS, ACCESS_REFUSED})
"""These end with the review in consent and in no other way."""


def access_opened(event: AccessOpened, id: str, now: datetime) -> Decision:
    """To be reviewed by anybody but the one who did it."""
    return tasks.announced(_of_access(event, id, REVIEW_ACCESS, now))


def access_refused(event: AccessRefused, id: str, now: datetime) -> Decision:
    """An alert; the one who tried never sees it."""
    return tasks.announced(_of_access(event, id, ACCESS_REFUSED, now))


def access_reviewed(event: AccessReviewed, open_tasks: Sequence[Task], now: datetime) -> Decision:
    """Whatever waited for this review is done."""
    done = [tasks.done(task, event.finding, None, event.reviewed_by, now) for task in open_tasks]
    return merged(*(replace(part, reply={}) for part in done)) if done else NOTHING


def review_due(event: ReviewDue, known: Task | None, now: datetime) -> Decision:
    """One task for all notices of one reason: a later notice moves its due time; whoever was done stays done."""
    if known is not None and (known.state is TaskState.DONE or known.due == event.due):
        return NOTHING
    task = Task(
        id=event.review,
        child=event.child,
        disclosure=event.review,
        network=event.network,
        clinic=event.clinic,
        code=f"review-{event.code}",
        person=None,
        assignees=event.assignees,
        due=event.due,
        opened_at=known.opened_at if known else now,
    )
    return tasks.announced(task)


def _of_access(event: AccessOpened | AccessRefused, id: str, code: str, now: datetime) -> Task:
    return Task(
        id=id,
        child=event.child,
        disclosure=event.access,
        network=event.network,
        clinic=event.clinic,
        code=code,
        person=event.person,
        assignees=(event.network,),
        due=event.review_due,
        opened_at=now,
        about=(event.person,),
    )
