"""Events are declared once, as frozen classes; their marshmallow schema is derived from the declaration.

    @dataclass(frozen=True, slots=True, kw_only=True)
    class ConsentRevoked(Event, type="consent.revoked", version=1):
        "A consent no longer permits anything."
        child: Id
        consent: Id

Field types: `Id`, `Code`, `Day`, `datetime`, `int`, `bool`, a `StrEnum`, another frozen dataclass made of the same,
`T | None` and `tuple[T, ...]`. There is no type for free text: an event cannot carry a sentence.
"""

import dataclasses
import types
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Union, cast, get_args, get_origin, get_type_hints

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, post_load, validate

from kernel import contract_quick
from kernel.clock import from_text, to_text
from kernel.errors import Poison

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$"
CODE_PATTERN = r"^[a-z0-9][a-z0-9.-]{0,63}$"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

Id = Annotated[str, ID_PATTERN]
Code = Annotated[str, CODE_PATTERN]
Day = Annotated[str, DAY_PATTERN]


class Moment(fields.Field[datetime]):
    """UTC with microseconds, fixed width."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else to_text(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        try:
            return from_text(value)
        except (ValueError, TypeError) as error:
            raise ValidationError("moment") from error


class Tuple(fields.List[Any]):
    """A JSON array that becomes a tuple."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(value, attr, data, **kwargs))


class Event:
    """Base of every published event. `key` orders it: events of one key are heard in the order they were decided."""

    TYPE: ClassVar[str]
    VERSION: ClassVar[int]
    child: str

    def __init_subclass__(cls, *, type: str = "", version: int = 0) -> None:
        # dataclass(slots=True) makes the class a second time, then without arguments: keep what the first call set.
        if type:
            cls.TYPE, cls.VERSION = type, version

    @property
    def wire_type(self) -> str:
        """`notes.concern-raised.v1`: what stands in the CloudEvents `type`."""
        return wire_type(self.__class__)


def wire_type(cls: type[Event]) -> str:
    """The name of this event on the wire, version included."""
    return f"{cls.TYPE}.v{cls.VERSION}"


@cache
def schema_of(cls: Any, unknown: str = RAISE) -> Schema:
    """The marshmallow schema of an event or of a part of one; loading gives the declared class."""
    return _schema_class(cls, unknown)()


@cache
def _schema_class(cls: Any, unknown: str) -> type[Schema]:
    """`unknown` holds at every depth: what a reader ignores it ignores in the parts as well."""
    hints = get_type_hints(cls, include_extras=True)
    declared: dict[str, Any] = {
        item.name: _field(hints[item.name], unknown, item) for item in dataclasses.fields(cls)
    }

    def made(_: Schema, data: dict[str, Any], **__: Any) -> Any:
        return cls(**data)

    members = {**declared, "made": post_load(made), "Meta": type("Meta", (), {"unknown": unknown, "register": False})}
    return type(cls.__name__, (Schema,), members)


def _field(hint: Any, unknown: str, declared: "dataclasses.Field[Any] | None" = None) -> fields.Field[Any]:
    optional = is_optional(hint)
    options: dict[str, Any] = {"required": True, "allow_none": optional}
    if declared is not None and declared.default is not dataclasses.MISSING:
        options |= {"required": False, "load_default": declared.default}
    return _plain_field(without_none(hint), unknown, options)


def _plain_field(hint: Any, unknown: str, options: dict[str, Any]) -> fields.Field[Any]:
    if get_origin(hint) is Annotated:
        return fields.String(validate=validate.Regexp(whole(get_args(hint)[1])), **options)
    if get_origin(hint) is tuple:
        return Tuple(_field(get_args(hint)[0], unknown), **options)
    if hint is bool:
        return fields.Boolean(truthy={True}, falsy={False}, **options)
    if hint is int:
        return fields.Integer(strict=True, **options)
    if hint is datetime:
        return Moment(**options)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return fields.Enum(hint, by_value=True, **options)
    if dataclasses.is_dataclass(hint):
        return fields.Nested(_schema_class(cast(Any, hint), unknown), **options)
    raise TypeError(f"an event cannot carry {hint!r}")


def whole(pattern: str) -> str:
    """The pattern for Python, whose `$` would let a final line feed pass; JSON Schema's does not."""
    return pattern.removesuffix("$") + r"\Z"


def is_optional(hint: Any) -> bool:
    """Whether a field may be null."""
    return get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint)


def without_none(hint: Any) -> Any:
    """The type of a field's value when it is there."""
    if not is_optional(hint):
        return hint
    return next(part for part in get_args(hint) if part is not type(None))


def dump(event: Event) -> dict[str, Any]:
    """Plain JSON values. Producers are strict: what the schema would refuse to read is refused here (ValueError)."""
    try:
        return cast(dict[str, Any], contract_quick.writer(type(event))(event))
    except contract_quick.Doubt:
        schema = schema_of(cast(Any, type(event)))
    data = schema.dump(event)
    if errors := schema.validate(data):
        raise ValueError(f"{event.wire_type} does not fit its own declaration: {sorted(errors)}")
    return dict(data)


def load(cls: type[Event], data: Any) -> Event:
    """Readers are tolerant: unknown fields are ignored at every depth; anything else wrong is Poison."""
    try:
        return cast(Event, contract_quick.reader(cls)(data))
    except contract_quick.Doubt:
        return _loaded_by_schema(cls, data)


def _loaded_by_schema(cls: type[Event], data: Any) -> Event:
    try:
        return cast(Event, schema_of(cast(Any, cls), EXCLUDE).load(data))
    except (ValidationError, TypeError, AttributeError, KeyError) as error:
        raise Poison("event-does-not-fit") from error
