"""Sessions: load, check who asks, decide."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.notes.commands import ScheduleSession
from services.notes.decisions import access, sessions
from services.notes.repository import CHILDREN


def schedule_session(command: ScheduleSession, work: Work) -> Decision:
    """Whoever books for the clinic, or looks after the child there."""
    child, clinics = access.reached(work.known(CHILDREN, command.child), work.actor, access.BOOKING)
    access.require_clinic(command.clinic, clinics)
    return sessions.scheduled(child, command, work.new_id(), work.now)


COMMANDS: dict[type, CommandHandler] = {ScheduleSession: schedule_session}
