"""Guardians asked into a session, and who was there."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notes.commands import sessions as commands
from services.notes.queries import invitations as kept
from services.notes.routes.doors import BOOKING, CHILD, CLINICAL
from services.notes.schemas import invitations as schemas
from services.notes.schemas.sessions import SessionReference

invitations = Blueprint("invitations", __name__, description="Guardians asked into a session, and who was there")
SESSION = f"{CHILD}/sessions/<string:session>"
INVITATION = f"{CHILD}/invitations/<string:invitation>"


@invitations.post(f"{SESSION}/cancellation")
@allow(*BOOKING)
@invitations.arguments(schemas.NewCancellation)
@invitations.response(200, SessionReference)
def cancel_session(body: dict[str, Any], child: str, session: str) -> dict[str, Any]:
    """It does not take place; its invitations go with it."""
    return run(commands.CancelSession(child=child, session=session, **body))


@invitations.put(f"{SESSION}/attendance")
@allow(*CLINICAL)
@invitations.arguments(schemas.NewAttendance)
@invitations.response(200, SessionReference)
def record_attendance(body: dict[str, Any], child: str, session: str) -> dict[str, Any]:
    """Who was there in which part; nobody was in two at once."""
    return run(commands.RecordAttendance(child=child, session=session, **body))


@invitations.post(f"{SESSION}/invitations")
@allow(*BOOKING)
@invitations.arguments(schemas.NewInvitation)
@invitations.response(201, schemas.InvitationReference)
def propose_invitation(body: dict[str, Any], child: str, session: str) -> dict[str, Any]:
    """Ask a guardian in, once a clinician has approved it."""
    return run(commands.ProposeInvitation(child=child, session=session, **body))


@invitations.get(f"{SESSION}/invitations")
@allow(*BOOKING)
@invitations.response(200, schemas.Invitations)
def list_invitations(child: str, session: str) -> dict[str, Any]:
    """Everybody asked into this session."""
    return kept.invitations(reader(), child, session)


@invitations.get(f"{CHILD}/invitations")
@allow(Kind.GUARDIAN)
@invitations.response(200, schemas.OwnInvitations)
def list_own(child: str) -> dict[str, Any]:
    """What this guardian is asked into and may still answer."""
    return kept.own(reader(), child)


@invitations.get(INVITATION)
@allow(Kind.GUARDIAN)
@invitations.response(200, schemas.InvitationText)
def read_invitation(child: str, invitation: str) -> dict[str, Any]:
    """One invitation, for whom it is addressed to."""
    return kept.one(reader(), child, invitation)


@invitations.post(f"{INVITATION}/approval")
@allow(*CLINICAL)
@invitations.arguments(schemas.NewApproval)
@invitations.response(200, schemas.InvitationReference)
def approve_invitation(body: dict[str, Any], child: str, invitation: str) -> dict[str, Any]:
    """A clinician lets it go out, with what the child says on record."""
    return run(commands.ApproveInvitation(child=child, invitation=invitation, **body))


@invitations.post(f"{INVITATION}/withdrawal")
@allow(*BOOKING)
@invitations.response(200, schemas.InvitationReference)
def withdraw_invitation(child: str, invitation: str) -> dict[str, Any]:
    """It does not hold any more."""
    return run(commands.WithdrawInvitation(child=child, invitation=invitation))


@invitations.post(f"{INVITATION}/answer")
@allow(Kind.GUARDIAN)
@invitations.arguments(schemas.NewAnswer)
@invitations.response(200, schemas.InvitationReference)
def answer_invitation(body: dict[str, Any], child: str, invitation: str) -> dict[str, Any]:
    """The guardian's own yes or no, until the session begins."""
    return run(commands.AnswerInvitation(child=child, invitation=invitation, **body))
