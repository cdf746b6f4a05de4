"""Fields that several bodies have."""

from enum import StrEnum
from typing import Any

from marshmallow import fields, validate

from kernel.contract import ID_PATTERN


def an_id(**options: Any) -> fields.String:
    """An identifier as events carry it."""
    return fields.String(validate=validate.Regexp(ID_PATTERN), **options)


def one_of(codes: type[StrEnum]) -> fields.String:
    """A wire name out of a code system."""
    return fields.String(metadata={"enum": [code.value for code in codes]})
