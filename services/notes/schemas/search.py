"""A search as it comes in."""

from marshmallow import Schema, fields, validate


class NewSearch(Schema):
    """Up to eight words of three characters or more; every one must be found."""

    words = fields.String(required=True, validate=validate.Length(max=400))
