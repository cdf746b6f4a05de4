"""What an adult has done with a disclosure."""

from marshmallow import Schema, fields, validate

from services.notifications.model import Way

CLIENTS = ("phone", "tablet", "computer", "other")


class Opening(Schema):
    """How the asker proved who they are, and on what kind of device they read."""

    way = fields.Enum(Way, by_value=True, load_default=Way.MESSAGE)
    client = fields.String(load_default="other", validate=validate.OneOf(CLIENTS))


class ReadIn(Schema):
    """The language of the page; one that is not served is English."""

    language = fields.String(load_default=None, validate=validate.Length(2, 35))


class Engaged(Schema):
    """How far the asker has come with a disclosure."""

    engagement = fields.String(required=True)
    answer = fields.String()
    thread = fields.String()
    raised = fields.Boolean()
