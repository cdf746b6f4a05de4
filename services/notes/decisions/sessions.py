"""Planning a session, or entering one that took place."""

from datetime import datetime, timedelta

from contracts.notes import SessionScheduled
from kernel.decision import Decision
from kernel.errors import Invalid
from services.notes.commands import ScheduleSession
from services.notes.model.child import Child
from services.notes.model.session import AHEAD_DAYS_MAX, BEHIND_DAYS_MAX, MINUTES_MAX, MINUTES_MIN, Session


def scheduled(child: Child, command: ScheduleSession, id: str, now: datetime) -> Decision:
    """The practitioner looks after the child in that clinic; length and day are plausible."""
    faults = _faults(child, command, now)
    if faults:
        raise Invalid("session-refused", faults)
    session = Session(
        id=id,
        child=child.id,
        clinic=command.clinic,
        practitioner=command.practitioner,
        starts_at=command.starts_at,
        minutes=command.minutes,
    )
    event = SessionScheduled(
        child=child.id,
        session=id,
        clinic=session.clinic,
        practitioner=session.practitioner,
        starts_at=session.starts_at,
    )
    return Decision(changes=(session,), events=(event,), reply={"session": id}, facts={"session": id})


def _faults(child: Child, command: ScheduleSession, now: datetime) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if command.practitioner not in child.team_in(command.clinic):
        faults["practitioner"] = ["unknown"]
    if not MINUTES_MIN <= command.minutes <= MINUTES_MAX:
        faults["minutes"] = ["out-of-range"]
    earliest, latest = now - timedelta(days=BEHIND_DAYS_MAX), now + timedelta(days=AHEAD_DAYS_MAX)
    if not earliest <= command.starts_at <= latest:
        faults["starts_at"] = ["out-of-range"]
    return faults
