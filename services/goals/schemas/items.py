"""One item in words on the wire."""

from marshmallow import Schema, fields


class ItemText(Schema):
    """`update`: statement, level_words, words. `practice`: title, text, practice."""

    kind = fields.String(metadata={"enum": ["update", "practice"]})
    at = fields.String()
    statement = fields.String()
    level_words = fields.String()
    words = fields.String(allow_none=True)
    title = fields.String()
    text = fields.String()
    practice = fields.String()
