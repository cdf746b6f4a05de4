"""Levels of involvement on the wire."""

from marshmallow import Schema, fields

from services.goals.model.involvement import Action
from services.goals.schemas.fields import a_day, an_id, number, one_of


class NewInvolvement(Schema):
    """`level` 0 to 4; `reason` at most 1,000 characters; `review_on` within a year; `revision` as read, 0 for none."""

    clinic = an_id(required=True)
    level = number(required=True)
    reason = fields.String(required=True)
    review_on = a_day(required=True)
    revision = number(required=True)


class InvolvementReference(Schema):
    """The change that counts now."""

    revision = fields.Integer()


class InvolvementChange(Schema):
    """Who set it, why, and when it is to be looked at again."""

    revision = fields.Integer()
    level = fields.Integer()
    reason = fields.String()
    review_on = fields.String()
    set_by = fields.String()
    at = fields.String()


class OpenActions(Schema):
    """What a clinic has open to this guardian."""

    clinic = fields.String()
    actions = fields.List(one_of(Action))


class GuardianInvolvement(OpenActions):
    """`revision` 0: nobody has set a level, and all that consent permits is open. `history` newest first."""

    person = fields.String()
    level = fields.Integer()
    revision = fields.Integer()
    review_due = fields.Boolean()
    history = fields.List(fields.Nested(InvolvementChange))


class InvolvementAnswer(Schema):
    """`guardians` for staff; `open` for a guardian, about themselves alone."""

    guardians = fields.List(fields.Nested(GuardianInvolvement))
    open = fields.List(fields.Nested(OpenActions))
