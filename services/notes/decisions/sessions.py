"""Planning a session, or entering one that took place."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from contracts.notes import SessionCancelled, SessionScheduled
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid
from services.notes.commands import ScheduleSession
from services.notes.decisions.invitations import withdrawn
from services.notes.model.child import Child
from services.notes.model.invitation import Invitation
from services.notes.model.session import (
    AHEAD_DAYS_MAX,
    BEHIND_DAYS_MAX,
    MINUTES_MAX,
    MINUTES_MIN,
    Cancellation,
    Segment,
    Session,
)


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


def cancelled(session: Session, invitations: Sequence[Invitation], cancellation: Cancellation) -> Decision:
    """Once, and not when a note tells of it; its invitations go with it."""
    if session.cancelled is not None:
        raise Forbidden("session-cancelled")
    if session.documented is not None or session.segments:
        raise Forbidden("session-documented")
    event = SessionCancelled(
        child=session.child,
        session=session.id,
        clinic=session.clinic,
        reason=cancellation.reason.value,
        cancelled_by=cancellation.by,
        cancelled_at=cancellation.at,
    )
    standing = [item for item in invitations if item.stands]
    gone = [withdrawn(item, cancellation.at, "session-cancelled") for item in standing]
    return Decision(
        changes=(replace(session, cancelled=cancellation), *(change for one in gone for change in one.changes)),
        events=(event, *(told for one in gone for told in one.events)),
        reply={"session": session.id},
        facts={"session": session.id, "reason": cancellation.reason.value},
    )


def attended(session: Session, segments: tuple[Segment, ...], now: datetime) -> Decision:
    """Of a session that has begun, and as long as no note tells of it."""
    if session.cancelled is not None:
        raise Forbidden("session-cancelled")
    if session.starts_at > now:
        raise Invalid("session-in-future", {"session": ["future"]})
    if session.documented is not None:
        raise Forbidden("session-documented")
    changed = replace(session, segments=segments)
    return Decision(changes=(changed,), reply={"session": session.id}, facts={"session": session.id})


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
