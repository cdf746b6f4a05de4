"""Fields and bodies that several parts share."""

from marshmallow import Schema, fields, validate

from services.notifications.decisions.limits import WORDS_MAX
from services.notifications.messages.links import MAC_CHARACTERS


def a_mac() -> fields.String:
    """The second half of a link."""
    return fields.String(required=True, validate=validate.Regexp(rf"^[0-9a-f]{{{MAC_CHARACTERS}}}\Z"))


class Empty(Schema):
    """No fields."""


class Words(Schema):
    """An answer."""

    words = fields.String(required=True, validate=validate.Length(1, WORDS_MAX))


class State(Schema):
    """A state, nothing else."""

    state = fields.String(required=True)
