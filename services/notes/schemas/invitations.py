"""Invitations and attendance as they come in and go out."""

from marshmallow import Schema, fields

from contracts.codes import InvitationPurpose
from kernel.contract import Tuple
from services.notes.model.invitation import ChildSays, InvitationState
from services.notes.model.session import CancelReason
from services.notes.schemas.fields import an_id, one_of
from services.notes.schemas.values import SessionSegment


class NewCancellation(Schema):
    """Why the session does not take place."""

    reason = fields.Enum(CancelReason, by_value=True, required=True)


class NewAttendance(Schema):
    """Who was there in which part; at most 12 parts."""

    segments = Tuple(fields.Nested(SessionSegment), required=True)


class NewInvitation(Schema):
    """Which guardian, and what for."""

    person = an_id(required=True)
    purpose = fields.Enum(InvitationPurpose, by_value=True, required=True)


class NewApproval(Schema):
    """What the child says; where it objects, why it is right all the same, at most 4,000 characters."""

    child_says = fields.Enum(ChildSays, by_value=True, required=True)
    despite = fields.String(load_default=None, allow_none=True)


class NewAnswer(Schema):
    """Coming or not."""

    coming = fields.Boolean(truthy={True}, falsy={False}, required=True)


class InvitationReference(Schema):
    """Which invitation."""

    invitation = fields.String()


class InvitationRow(InvitationReference):
    """As staff see it; what the child says is for whoever treats or supervises."""

    person = fields.String()
    purpose = one_of(InvitationPurpose)
    state = one_of(InvitationState)
    proposed_by = fields.String()
    proposed_at = fields.String()
    answered_at = fields.String(allow_none=True)
    approved_by = fields.String(allow_none=True)
    child_says = one_of(ChildSays)
    despite = fields.String(allow_none=True)


class Invitations(Schema):
    """Oldest first."""

    invitations = fields.List(fields.Nested(InvitationRow))


class InvitationText(InvitationReference):
    """As the guardian sees it, with the guide for its purpose."""

    session = fields.String()
    clinic = fields.String()
    purpose = one_of(InvitationPurpose)
    guide = fields.List(fields.String())
    state = one_of(InvitationState)
    starts_at = fields.String()
    minutes = fields.Integer()


class OwnInvitations(Schema):
    """What can still be answered, newest first."""

    invitations = fields.List(fields.Nested(InvitationText))
