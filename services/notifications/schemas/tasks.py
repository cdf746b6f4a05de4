"""Tasks of staff."""

from marshmallow import Schema, fields, validate

from kernel.contract import CODE_PATTERN
from services.notifications.decisions.limits import WORDS_MAX


class Outcome(Schema):
    """What came of a task."""

    outcome = fields.String(required=True, validate=validate.Regexp(CODE_PATTERN))
    words = fields.String(load_default="", validate=validate.Length(0, WORDS_MAX))
