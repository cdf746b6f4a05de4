"""What consent wants looked at by a human becomes a task."""

from contracts.consent import AccessOpened, AccessRefused, AccessReviewed, ReviewDue
from kernel.contract import Event
from kernel.decision import Decision
from kernel.envelope import Envelope
from kernel.service import EventHandler
from kernel.work import Work
from services.notifications.decisions import oversight
from services.notifications.model import TaskState
from services.notifications.repository import PER_CHILD_MAX, TASKS


def on_access_opened(event: AccessOpened, envelope: Envelope, work: Work) -> Decision:
    """The privacy officer sees it at once."""
    return oversight.access_opened(event, work.new_id(), work.now)


def on_access_refused(event: AccessRefused, envelope: Envelope, work: Work) -> Decision:
    """The privacy officer hears of the try."""
    return oversight.access_refused(event, work.new_id(), work.now)


def on_access_reviewed(event: AccessReviewed, envelope: Envelope, work: Work) -> Decision:
    """The task goes."""
    found = work.find(TASKS, {"disclosure": event.access}, (), PER_CHILD_MAX)
    return oversight.access_reviewed(event, [task for task in found if task.state is TaskState.OPEN], work.now)


def on_review_due(event: ReviewDue, envelope: Envelope, work: Work) -> Decision:
    """The care team and the privacy officer talk to child and family in time."""
    return oversight.review_due(event, work.known(TASKS, event.review), work.now)


EVENTS: dict[type[Event], EventHandler] = {
    AccessOpened: on_access_opened,
    AccessRefused: on_access_refused,
    AccessReviewed: on_access_reviewed,
    ReviewDue: on_review_due,
}
