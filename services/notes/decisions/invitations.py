"""Who is asked into a session: proposed, approved by a clinician with the child heard, answered by the guardian."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from contracts.notes import GuardianInvited, ItemSettled
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid
from services.notes.model.invitation import OPEN_MAX, Approval, ChildSays, Invitation, InvitationState
from services.notes.model.session import Segment, Session

JOINT = "joint"  # the part of a session that whoever has accepted is expected in, until attendance is recorded


def proposed(made: Invitation, session: Session, others: Sequence[Invitation], now: datetime) -> Decision:
    """For a session that is still to come; one standing invitation for each guardian."""
    require_to_come(session, now)
    if any(other.person == made.person and other.stands for other in others):
        raise Invalid("invitation-refused", {"person": ["invited"]})
    if len(others) >= OPEN_MAX:
        raise Invalid("invitation-refused", {"session": ["too-many"]})
    return _saved(made)


def require_to_come(session: Session, now: datetime) -> None:
    """It has neither begun nor been cancelled."""
    if session.cancelled is not None:
        raise Forbidden("session-cancelled")
    if session.starts_at <= now:
        raise Forbidden("session-begun")


def approved(invitation: Invitation, session: Session, approval: Approval) -> Decision:
    """It goes out, and only now does anybody hear of it."""
    require_to_come(session, approval.at)
    if invitation.state is not InvitationState.PROPOSED:
        raise Forbidden("invitation-decided")
    if approval.child_says is ChildSays.OBJECTS and approval.despite is None:
        raise Invalid("child-objects", {"despite": ["required"]})
    changed = replace(invitation, state=InvitationState.SENT, approval=approval)
    event = GuardianInvited(
        child=changed.child,
        invitation=changed.id,
        session=session.id,
        clinic=changed.clinic,
        person=changed.person,
        purpose=changed.purpose,
        invited_by=approval.by,
        starts_at=session.starts_at,
    )
    return replace(_saved(changed), events=(event,))


def answered(invitation: Invitation, session: Session, coming: bool, now: datetime) -> Decision:
    """Until the session begins the guardian may change their mind; nobody reminds them any more."""
    require_to_come(session, now)
    if not invitation.told:
        raise Forbidden("invitation-withdrawn")
    state = InvitationState.ACCEPTED if coming else InvitationState.DECLINED
    changed = replace(invitation, state=state, answered_at=now)
    return replace(_saved(changed), events=(_settled(changed, "answered", now),))


def withdrawn(invitation: Invitation, now: datetime, reason: str = "withdrawn") -> Decision:
    """Whoever has not been told yet need not be any more."""
    if invitation.state is InvitationState.WITHDRAWN:
        raise Forbidden("invitation-withdrawn")
    events = (_settled(invitation, reason, now),) if invitation.told else ()
    return replace(_saved(replace(invitation, state=InvitationState.WITHDRAWN)), events=events)


def expected(session: Session, invitations: Sequence[Invitation]) -> tuple[Segment, ...]:
    """What a note of the session begins with: who was recorded, else whoever has accepted."""
    if session.segments:
        return session.segments
    coming = sorted({item.person for item in invitations if item.state is InvitationState.ACCEPTED})
    if not coming:
        return ()
    return (Segment(code=JOINT, from_minute=0, to_minute=session.minutes, attendees=tuple(coming)),)


def _settled(invitation: Invitation, reason: str, now: datetime) -> ItemSettled:
    return ItemSettled(child=invitation.child, item=invitation.id, reason=reason, settled_at=now)


def _saved(invitation: Invitation) -> Decision:
    facts = {"invitation": invitation.id, "state": invitation.state.value}
    return Decision(changes=(invitation,), reply={"invitation": invitation.id}, facts=facts)
