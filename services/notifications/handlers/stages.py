"""What notes says of the stages of the work."""

from contracts.notes import StageChanged
from kernel.contract import Event
from kernel.decision import Decision
from kernel.envelope import Envelope
from kernel.service import EventHandler
from kernel.work import Work
from services.notifications.decisions import stages
from services.notifications.repository import STAGES


def on_stage_changed(event: StageChanged, envelope: Envelope, work: Work) -> Decision:
    """The words of the pages follow; no message is sent."""
    return stages.moved(event, work.known(STAGES, stages.stage_id(event.child, event.clinic)))


EVENTS: dict[type[Event], EventHandler] = {StageChanged: on_stage_changed}
