"""Reads and writes what is in order several times faster than the schema does, and has no opinion on anything else.

Whatever differs in the least from the declaration raises `Doubt`: the schema of `kernel.contract` decides on it, and
says what is wrong. So this may accept less than the schema, never more, and never something else.
"""

import dataclasses
import re
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from kernel.clock import from_text, to_text

Turn = Callable[[Any], Any]


class Doubt(Exception):
    """The schema has to look at it."""


def reader(cls: Any) -> Turn:
    """JSON values to an instance. Unknown fields are ignored; all others must be there or have a default."""
    return _reader(cls)


@cache
def _reader(cls: Any) -> Turn:
    parts = [(name, item, default) for name, item, default in _parts(cls, _reading)]

    def read(data: Any) -> Any:
        if type(data) is not dict:
            raise Doubt
        return cls(**{name: item(data[name]) if name in data else _given(default) for name, item, default in parts})

    return read


def writer(cls: Any) -> Turn:
    """An instance to JSON values."""
    return _writer(cls)


@cache
def _writer(cls: Any) -> Turn:
    parts = [(name, item) for name, item, _ in _parts(cls, _writing)]

    def write(value: Any) -> Any:
        if type(value) is not cls:
            raise Doubt
        return {name: item(getattr(value, name)) for name, item in parts}

    return write


def _parts(cls: Any, turn: Callable[[Any], Turn]) -> list[tuple[str, Turn, Any]]:
    hints = get_type_hints(cls, include_extras=True)
    return [(item.name, turn(hints[item.name]), item.default) for item in dataclasses.fields(cls)]


def _given(default: Any) -> Any:
    if default is dataclasses.MISSING:
        raise Doubt
    return default


def _reading(hint: Any) -> Turn:
    if type(None) in get_args(hint):
        return _optional(_reading(_present(hint)))
    if get_origin(hint) is tuple:
        return _list(list, tuple, _reading(get_args(hint)[0]))
    if hint is datetime:
        return _moment
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _member({member.value: member for member in hint}, str)
    return reader(hint) if dataclasses.is_dataclass(hint) else _plain(hint)


def _writing(hint: Any) -> Turn:
    if type(None) in get_args(hint):
        return _optional(_writing(_present(hint)))
    if get_origin(hint) is tuple:
        return _list(tuple, list, _writing(get_args(hint)[0]))
    if hint is datetime:
        return _text_of_moment
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _member({member: member.value for member in hint}, hint)
    return writer(hint) if dataclasses.is_dataclass(hint) else _plain(hint)


def _present(hint: Any) -> Any:
    return next(part for part in get_args(hint) if part is not type(None))


def _plain(hint: Any) -> Turn:
    if get_origin(hint) is Annotated:
        return _text(re.compile(get_args(hint)[1].removesuffix("$") + r"\Z").match)
    return _exactly(hint)


def _optional(item: Turn) -> Turn:
    return lambda value: None if value is None else item(value)


def _list(wanted: type, made: Turn, item: Turn) -> Turn:
    def turn(value: Any) -> Any:
        if type(value) is not wanted:
            raise Doubt
        items: Any = value
        return made([item(part) for part in items])

    return turn


def _text(fits: Callable[[str], Any]) -> Turn:
    def turn(value: Any) -> Any:
        if type(value) is not str or fits(value) is None:
            raise Doubt
        return value

    return turn


def _exactly(wanted: type) -> Turn:
    def turn(value: Any) -> Any:
        if type(value) is not wanted:
            raise Doubt
        return value

    return turn


def _member(known: dict[Any, Any], wanted: type) -> Turn:
    def turn(value: Any) -> Any:
        if type(value) is not wanted or value not in known:
            raise Doubt
        return known[value]

    return turn


def _moment(value: Any) -> Any:
    if type(value) is not str:
        raise Doubt
    try:
        return from_text(value)
    except (ValueError, TypeError):
        raise Doubt from None


def _text_of_moment(value: Any) -> Any:
    if type(value) is not datetime:
        raise Doubt
    return to_text(value)
