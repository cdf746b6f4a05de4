"""One item in words on the wire."""

from marshmallow import Schema, fields


class ItemText(Schema):
    """An update: statement, level_words, words; a practice: title, text; a milestone: statement, level_words."""

    kind = fields.String(metadata={"enum": ["update", "practice", "milestone"]})
    at = fields.String()
    statement = fields.String()
    level_words = fields.String()
    words = fields.String(allow_none=True)
    title = fields.String()
    text = fields.String()
    practice = fields.String()
    milestone = fields.String()
    cheered = fields.Boolean()
