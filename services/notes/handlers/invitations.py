"""Invitations into a session: load, check who asks, decide."""

from kernel.auth.principal import Kind
from kernel.decision import Decision
from kernel.errors import Invalid, NotFound
from kernel.service import CommandHandler
from kernel.work import Work
from services.notes import gateways
from services.notes.commands.sessions import (
    AnswerInvitation,
    ApproveInvitation,
    ProposeInvitation,
    WithdrawInvitation,
)
from services.notes.decisions import access, invitations, texts
from services.notes.handlers.reach import adults, session_of
from services.notes.model.invitation import WORDS_CHARACTERS_MAX, Approval, Invitation, InvitationState
from services.notes.model.session import Session
from services.notes.repository import CHILDREN, INVITATIONS, SESSIONS, invitations_to

ABSENT = "no-such-invitation"


def propose_invitation(command: ProposeInvitation, work: Work) -> Decision:
    """By whoever books; nobody outside hears of it."""
    child, session = session_of(command.child, command.session, access.BOOKING, work)
    if command.person not in adults(child, {command.person}, work):
        raise Invalid("invitation-refused", {"person": ["unknown"]})
    made = Invitation(
        id=work.new_id(),
        child=child.id,
        clinic=session.clinic,
        session=session.id,
        person=command.person,
        purpose=command.purpose,
        state=InvitationState.PROPOSED,
        proposed_by=work.actor.person,
        proposed_at=work.now,
    )
    return invitations.proposed(made, session, invitations_to(work, session.id), work.now)


def approve_invitation(command: ApproveInvitation, work: Work) -> Decision:
    """By whoever treats or supervises, with what the child says on record."""
    invitation, session = _of_staff(command.child, command.invitation, work, clinical=True)
    despite = None
    if command.despite is not None:
        words = texts.checked(command.despite, "despite", WORDS_CHARACTERS_MAX)
        despite = work.seal(invitation.child, words)
    approval = Approval(by=work.actor.person, at=work.now, child_says=command.child_says, despite=despite)
    return invitations.approved(invitation, session, approval)


def withdraw_invitation(command: WithdrawInvitation, work: Work) -> Decision:
    """By whoever books."""
    invitation, _ = _of_staff(command.child, command.invitation, work, clinical=False)
    return invitations.withdrawn(invitation, work.now)


def answer_invitation(command: AnswerInvitation, work: Work) -> Decision:
    """By the guardian who was asked, while the rules let them know of the session; to others it is not there."""
    invitation = work.known(INVITATIONS, command.invitation)
    own = invitation is not None and (invitation.child, invitation.person) == (command.child, work.actor.person)
    if invitation is None or not own or work.actor.kind is not Kind.GUARDIAN or not invitation.told:
        raise NotFound(ABSENT)
    if work.known(CHILDREN, command.child) is None or not gateways.may_know_of_attendance(work, command.child):
        raise NotFound(ABSENT)
    return invitations.answered(invitation, work.load(SESSIONS, invitation.session), command.coming, work.now)


def _of_staff(child: str, id: str, work: Work, *, clinical: bool) -> tuple[Invitation, Session]:
    invitation = work.load(INVITATIONS, id)
    if invitation.child != child:
        raise NotFound(ABSENT)
    roles = access.CLINICAL if clinical else access.BOOKING
    _, session = session_of(child, invitation.session, roles, work)
    return invitation, session


COMMANDS: dict[type, CommandHandler] = {
    ProposeInvitation: propose_invitation,
    ApproveInvitation: approve_invitation,
    WithdrawInvitation: withdraw_invitation,
    AnswerInvitation: answer_invitation,
}
