"""Fields that several bodies have."""

from typing import Any

from marshmallow import Schema, fields, validate

from kernel.contract import ID_PATTERN


def an_id(**options: Any) -> fields.String:
    """An identifier as events carry it."""
    return fields.String(validate=validate.Regexp(ID_PATTERN), **options)


def ids(**options: Any) -> fields.List[Any]:
    """A list of identifiers."""
    return fields.List(an_id(), **options)


def one_of(codes: type) -> fields.String:
    """A wire name out of a code system."""
    return fields.String(metadata={"enum": [code.value for code in codes]})  # type: ignore[attr-defined]


class Cursor(Schema):
    """Where the page before ended."""

    cursor = fields.String(load_default=None, validate=validate.Length(max=2000))
