"""What humans have told outside the platform, heard from whoever keeps their tasks."""

from contracts.notifications import TaskDone
from kernel.contract import Event
from kernel.decision import Decision
from kernel.envelope import Envelope
from kernel.service import EventHandler
from kernel.work import Work
from services.consent.decisions import accounting
from services.consent.repository import FAMILIES, REPORTS


def on_task_done(event: TaskDone, envelope: Envelope, work: Work) -> Decision:
    """On the child's account of disclosures when an authority was told."""
    family, known = work.known(FAMILIES, event.child), work.known(REPORTS, event.task)
    return accounting.report_of(event, family, known)


EVENTS: dict[type[Event], EventHandler] = {TaskDone: on_task_done}
