"""What goals shows and clinicians must look at becomes a task, once."""

from contracts.goals import AllianceRuptured, AnswerFlagged, InvolvementReviewDue
from kernel.contract import Event
from kernel.decision import Decision
from kernel.envelope import Envelope
from kernel.service import EventHandler
from kernel.work import Work
from services.notifications.decisions import attention
from services.notifications.repository import CHILDREN, TASKS


def on_alliance_ruptured(event: AllianceRuptured, _: Envelope, work: Work) -> Decision:
    """Refused, so that the stream is parked and seen, while the child is unknown here."""
    child = work.load(CHILDREN, event.child)
    return attention.ruptured(event, child, work.known(TASKS, event.measurement), work.now)


def on_answer_flagged(event: AnswerFlagged, _: Envelope, work: Work) -> Decision:
    """As above; soon."""
    child = work.load(CHILDREN, event.child)
    return attention.flagged(event, child, work.known(TASKS, event.measurement), work.now)


def on_involvement_review_due(event: InvolvementReviewDue, _: Envelope, work: Work) -> Decision:
    """As above; within days."""
    child = work.load(CHILDREN, event.child)
    return attention.review(event, child, work.known(TASKS, event.involvement), work.now)


EVENTS: dict[type[Event], EventHandler] = {
    AllianceRuptured: on_alliance_ruptured,
    AnswerFlagged: on_answer_flagged,
    InvolvementReviewDue: on_involvement_review_due,
}
