"""A full example of each event, built from its declaration: documentation shows it, golden files keep it."""

import dataclasses
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from kernel.contract import CODE_PATTERN, DAY_PATTERN, Event, dump, without_none

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BY_PATTERN = {CODE_PATTERN: "some-code", DAY_PATTERN: "2026-03-02"}


def example(cls: type[Event]) -> dict[str, Any]:
    """Every field filled, nothing left to its default."""
    return dump(_filled(cls))


def _filled(cls: Any) -> Any:
    hints = get_type_hints(cls, include_extras=True)
    return cls(**{item.name: _value(item.name, without_none(hints[item.name])) for item in dataclasses.fields(cls)})


def _value(name: str, hint: Any) -> Any:
    if get_origin(hint) is Annotated:
        return BY_PATTERN.get(get_args(hint)[1], f"{name.rstrip('s').replace('_', '-')}-1")
    if get_origin(hint) is tuple:
        return (_value(name, get_args(hint)[0]),)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint))
    plain = {bool: True, int: 1, datetime: MOMENT}
    return plain[hint] if hint in plain else _filled(hint)
