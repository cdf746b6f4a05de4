"""Fields that several bodies have."""

from enum import StrEnum
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from kernel.contract import CODE_PATTERN, DAY_PATTERN, ID_PATTERN, whole

LIST_MAX = 40  # no list that is sent needs more


def an_id(**options: Any) -> fields.String:
    """An identifier as events carry it."""
    return fields.String(validate=validate.Regexp(whole(ID_PATTERN)), **options)


def a_code(**options: Any) -> fields.String:
    """A code, never a sentence."""
    return fields.String(validate=validate.Regexp(whole(CODE_PATTERN)), **options)


def a_day(**options: Any) -> fields.String:
    """A calendar day, ISO 8601."""
    return fields.String(validate=validate.Regexp(whole(DAY_PATTERN)), **options)


def one_of(codes: type[StrEnum]) -> fields.String:
    """A wire name out of a code system, in an answer."""
    return fields.String(metadata={"enum": [code.value for code in codes]})


def a(codes: type[StrEnum], **options: Any) -> fields.Enum[Any]:
    """One of a code system, in a request."""
    return fields.Enum(codes, by_value=True, **options)


def several(codes: type[StrEnum], **options: Any) -> fields.List[Any]:
    """A bounded list out of a code system."""
    return fields.List(a(codes), validate=validate.Length(max=len(codes)), **options)


def ids(**options: Any) -> fields.List[Any]:
    """A bounded list of identifiers."""
    return fields.List(an_id(), validate=validate.Length(max=LIST_MAX), **options)


def yes_or_no(**options: Any) -> fields.Boolean:
    """true or false themselves."""
    return fields.Boolean(truthy={True}, falsy={False}, **options)


def number(**options: Any) -> fields.Integer:
    """A whole number, not a text that looks like one."""
    return fields.Integer(strict=True, **options)


class Frozen(Schema):
    """Lists become tuples, as commands carry them."""

    @post_load
    def tuples(self, data: dict[str, Any], **_: Any) -> Any:
        """Frozen at this depth; nested schemas freeze their own."""
        return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
