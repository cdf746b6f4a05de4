"""A clinic's rota."""

from marshmallow import Schema, fields, validate

from services.consent.schemas.answers import text, texts
from services.consent.schemas.fields import an_id

WALL_CHARACTERS = 16  # YYYY-MM-DDTHH:MM


class NewShift(Schema):
    """Wall times where the clinic is."""

    person = an_id(required=True)
    starts = fields.String(required=True, validate=validate.Length(WALL_CHARACTERS, WALL_CHARACTERS))
    ends = fields.String(required=True, validate=validate.Length(WALL_CHARACTERS, WALL_CHARACTERS))


class ShiftReference(Schema):
    """Which shift."""

    shift = text()


class ShiftRow(Schema):
    """One shift."""

    shift = text()
    person = text()
    since = text()
    until = text()
    entered_by = text()


class Gap(Schema):
    """Nobody is on shift; the standing list is on call."""

    since = text()
    until = text()


class RotaAnswer(Schema):
    """`now`: whose shift it is; `standing`: who is on call when it is nobody's."""

    clinic = text()
    zone = text()
    now = texts()
    standing = texts()
    shifts = fields.List(fields.Nested(ShiftRow))
    gaps = fields.List(fields.Nested(Gap))
