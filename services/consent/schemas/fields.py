"""Fields that many requests share: identifiers, codes, names, bounded lists."""

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from marshmallow import Schema, ValidationError, fields, post_load, validate

from contracts.codes import DisclosureClass
from kernel.contract import CODE_PATTERN, ID_PATTERN, Moment
from services.consent.settings import NAME_CHARACTERS_MAX

LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Z]{2})?$"  # BCP 47: language and perhaps region


class Exactly(validate.Regexp):
    """The whole text fits: Python's `$` would let a final line feed pass, which JSON Schema's does not."""

    def __call__(self, value: Any) -> Any:
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self._format_error(value))
        return value


class YesOrNo(fields.Boolean):
    """true or false themselves: to Python 1 equals true, to whoever sends it it need not."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


def an_id(**options: Any) -> fields.String:
    """An identifier as events carry it."""
    return fields.String(validate=Exactly(ID_PATTERN), **options)


def a_code(**options: Any) -> fields.String:
    """A code, never a sentence."""
    return fields.String(validate=Exactly(CODE_PATTERN), **options)


def a_name() -> fields.String:
    """Something with at least one visible character."""
    return fields.String(required=True, validate=[validate.Length(1, NAME_CHARACTERS_MAX), Exactly(r"^\S(.*\S)?$")])


def ids(limit: int, at_least: int = 0, **options: Any) -> fields.List[Any]:
    """A bounded list of identifiers."""
    return fields.List(an_id(), validate=validate.Length(at_least, limit), **options)


def one_of(codes: Any, **options: Any) -> fields.Enum[Any]:
    """One of a code system."""
    return fields.Enum(codes, by_value=True, **options)


def classes(at_least: int = 0, **options: Any) -> fields.List[Any]:
    """Disclosure classes."""
    return fields.List(one_of(DisclosureClass), validate=validate.Length(at_least, len(DisclosureClass)), **options)


def a_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError("not-a-zone")


def a_birth_day(value: str) -> None:
    if not _is_day(value):
        raise ValidationError("not-a-day")


def _is_day(value: str) -> bool:
    try:
        datetime.strptime(value, "%Y-%m-%d")  # noqa: DTZ007 - a calendar day has no zone
    except ValueError:
        return False
    return True


class Facts(Schema):
    """Lists become tuples, as the commands carry them."""

    @post_load
    def tuples(self, data: dict[str, Any], **_: Any) -> Any:
        """Frozen all the way down."""
        return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}


class Period(Facts):
    """From `since` up to, not including, `until`."""

    since = Moment(required=True)
    until = Moment(load_default=None, allow_none=True)
