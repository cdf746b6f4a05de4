"""Fields of a case file that people write by hand."""

import re
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate

from kernel.contract import CODE_PATTERN, DAY_PATTERN, ID_PATTERN, whole
from services.consent.schemas.fields import Exactly, YesOrNo

MOMENT_PATTERN = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$"
_MOMENT = re.compile(whole(MOMENT_PATTERN))
_DAY = re.compile(whole(DAY_PATTERN))


class Instant(fields.String):
    """RFC 3339 with an offset: a time without one would be another moment in another zone."""

    def __init__(self, says: str, **options: Any) -> None:
        metadata = {"format": "date-time", "pattern": MOMENT_PATTERN, "description": says}
        super().__init__(metadata=metadata, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if _MOMENT.fullmatch(text) is None:
            raise ValidationError("moment")
        return _read(text)


class Day(fields.String):
    """A day of the calendar; it has no zone."""

    def __init__(self, says: str, **options: Any) -> None:
        super().__init__(metadata={"format": "date", "pattern": DAY_PATTERN, "description": says}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if _DAY.fullmatch(text) is None:
            raise ValidationError("not-a-day")
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValidationError("not-a-day") from None


def _read(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValidationError("moment") from None


def an_id(says: str, **options: Any) -> fields.String:
    """A name for a person or a record, without spaces: it stands in for who they are."""
    return _text(ID_PATTERN, says, **options)


def a_code(says: str, **options: Any) -> fields.String:
    """A code in small letters, never a sentence."""
    return _text(CODE_PATTERN, says, **options)


def a_bool(says: str, **options: Any) -> fields.Boolean:
    """true or false; no numbers, no words."""
    return YesOrNo(metadata={"description": says}, **options)


def one_of(codes: Any, says: str, **options: Any) -> fields.Enum[Any]:
    """One of a code system."""
    return fields.Enum(codes, by_value=True, metadata={"description": says}, **options)


def many(inner: fields.Field[Any], limit: int, says: str, **options: Any) -> fields.List[Any]:
    """A bounded list, empty by default."""
    options = options if options.get("required") else {"load_default": [], **options}
    return fields.List(inner, validate=validate.Length(max=limit), metadata={"description": says}, **options)


def _text(pattern: str, says: str, **options: Any) -> fields.String:
    return fields.String(validate=Exactly(pattern), metadata={"description": says}, **options)
