"""A span of recorded decisions and a page of it."""

from marshmallow import Schema, fields, validate

from kernel.contract import Moment
from services.consent.schemas.answers import text, texts

CURSOR_CHARACTERS_MAX = 2000


class WhichDecided(Schema):
    """From `since` up to, not including, `until`."""

    since = Moment(required=True)
    until = Moment(required=True)
    cursor = fields.String(load_default=None, validate=validate.Length(1, CURSOR_CHARACTERS_MAX))


class DecidedRow(Schema):
    """One recorded decision, in identifiers and codes."""

    disclosure = text()
    child = text()
    network = text()
    clinic = text()
    message_class = text()
    decided_at = text()
    about = texts()
    permitted = texts()


class DecidedPage(Schema):
    """`next_cursor` is null on the last page."""

    decided = fields.List(fields.Nested(DecidedRow))
    next_cursor = text(allow_none=True)
