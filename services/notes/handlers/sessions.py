"""Sessions: load, check who asks, decide."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.notes.commands.sessions import CancelSession, RecordAttendance, ScheduleSession
from services.notes.decisions import access, segments, sessions
from services.notes.handlers.reach import adults, session_of
from services.notes.model.session import Cancellation
from services.notes.repository import CHILDREN, invitations_to


def schedule_session(command: ScheduleSession, work: Work) -> Decision:
    """Whoever books for the clinic, or looks after the child there."""
    child, clinics = access.reached(work.known(CHILDREN, command.child), work.actor, access.BOOKING)
    access.require_clinic(command.clinic, clinics)
    return sessions.scheduled(child, command, work.new_id(), work.now)


def cancel_session(command: CancelSession, work: Work) -> Decision:
    """With its invitations, in one commit."""
    _, session = session_of(command.child, command.session, access.BOOKING, work)
    cancellation = Cancellation(reason=command.reason, by=work.actor.person, at=work.now)
    return sessions.cancelled(session, invitations_to(work, session.id), cancellation)


def record_attendance(command: RecordAttendance, work: Work) -> Decision:
    """By whoever treats or supervises."""
    child, session = session_of(command.child, command.session, access.CLINICAL, work)
    named = {person for segment in command.segments for person in segment.attendees}
    checked = segments.checked_segments(command.segments, adults(child, named, work))
    return sessions.attended(session, checked, work.now)


COMMANDS: dict[type, CommandHandler] = {
    ScheduleSession: schedule_session,
    CancelSession: cancel_session,
    RecordAttendance: record_attendance,
}
