"""Milestones and charts on the wire."""

from marshmallow import Schema, fields

from services.goals.schemas.fields import yes_or_no


class NewPermission(Schema):
    """What the child said."""

    permitted = yes_or_no(required=True)


class MilestoneAnswer(Schema):
    """A guardian gets `cheered`, about themselves alone; staff `level`, `permitted` and `cheers`."""

    milestone = fields.String()
    goal = fields.String()
    statement = fields.String()
    level_words = fields.String()
    at = fields.String()
    cheered = fields.Boolean()
    level = fields.Integer()
    permitted = fields.Boolean(allow_none=True)
    cheers = fields.List(fields.String())


class Milestones(Schema):
    """Newest first."""

    milestones = fields.List(fields.Nested(MilestoneAnswer))


class Chart(Schema):
    """`svg` is a whole picture with its own title and description; `text` says the same in lines."""

    svg = fields.String()
    text = fields.List(fields.String())
