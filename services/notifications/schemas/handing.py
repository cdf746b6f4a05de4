"""Handing a matter to a colleague, and reading what was done about it."""

from marshmallow import Schema, fields, validate

PERSON_CHARACTERS_MAX = 64


class NewHandOver(Schema):
    """Whom it is offered to."""

    colleague = fields.String(required=True, validate=validate.Length(1, PERSON_CHARACTERS_MAX))


class HandOverReference(Schema):
    """It is offered; the same id names the colleague's task."""

    hand_over = fields.String(required=True)


class Reply(Schema):
    """Whether the colleague takes it."""

    accepts = fields.Boolean(required=True, truthy={True}, falsy={False})


class HowRead(Schema):
    """`printing`: it goes on paper, which is recorded."""

    printing = fields.Boolean(load_default=False, truthy={"true"}, falsy={"false"})
