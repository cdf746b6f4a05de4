"""What an adult has done with a disclosure."""

from marshmallow import Schema, fields


class Engaged(Schema):
    """How far the asker has come with a disclosure."""

    engagement = fields.String(required=True)
    answer = fields.String()
    thread = fields.String()
    raised = fields.Boolean()
