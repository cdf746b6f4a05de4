"""The one list of what may leave a process through logs and traces, and the shape a value must have.

A list of names alone would not do: `code="Anna told me ..."` has a good name. A shape alone would not either: a first
name looks like a code. Both together leave only a programmer's deliberate act.
"""

import re
from collections.abc import Mapping

Value = str | int | float | bool | None

ALLOWED = frozenset(
    {
        "attempt", "channel", "clinic", "code", "count", "delay_ms", "duration_ms", "error_type", "event", "group",
        "kind", "method", "mode", "name", "network", "offset", "outcome", "partition", "port", "position", "route",
        "sequence", "service", "signal", "span", "state", "status", "stream", "target", "topic", "trace", "type",
        "version", "where",
    }
)  # fmt: skip

REFUSED = "[refused]"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,95}")
_ROUTE = re.compile(r"/[A-Za-z0-9._:/<>-]{0,127}|unmatched")
_PLACE = re.compile(r"[A-Za-z0-9_./<>-]{1,96}:\d{1,6}(:[A-Za-z0-9_<>.]{1,96})?")
_SHAPES: Mapping[str, re.Pattern[str]] = {"route": _ROUTE, "where": _PLACE}


def clean(name: str, value: object) -> Value:
    """The value if it is a number, a truth value, nothing, or text shaped like an identifier; else `REFUSED`."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if not isinstance(value, str):
        return REFUSED
    text = str(value)
    return text if not text or _SHAPES.get(name, _CODE).fullmatch(text) else REFUSED


def unknown(fields: Mapping[str, object]) -> list[str]:
    """Names that are not on the list."""
    return sorted(name for name in fields if name not in ALLOWED)
