"""Sessions as they come in and go out."""

from marshmallow import Schema, fields

from kernel.contract import Moment
from services.notes.model.session import CancelReason
from services.notes.schemas.fields import an_id, one_of


class NewSession(Schema):
    """A session planned or held."""

    clinic = an_id(required=True)
    practitioner = an_id(required=True)
    starts_at = Moment(required=True)
    minutes = fields.Integer(required=True, strict=True)


class SessionReference(Schema):
    """Which session."""

    session = fields.String()


class SessionRow(SessionReference):
    """A session without a word of what happened in it; why it was cancelled, where it was."""

    clinic = fields.String()
    practitioner = fields.String()
    starts_at = fields.String()
    minutes = fields.Integer()
    cancelled = one_of(CancelReason)


class Sessions(Schema):
    """Newest first."""

    sessions = fields.List(fields.Nested(SessionRow))


class Attended(Schema):
    """A visit whose time has come; it took place unless it was cancelled."""

    starts_at = fields.String()
    took_place = fields.Boolean()


class InCare(Schema):
    """What everybody reads who may know of the treatment; newest visit first."""

    in_care = fields.Boolean()
    attendance = fields.List(fields.Nested(Attended))
    next_visit = fields.String(allow_none=True)
