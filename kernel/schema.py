"""JSON Schema (2020-12) of a declared event, and whether one schema may replace another without breaking a reader."""

import dataclasses
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from kernel.contract import Event, is_optional, wire_type, without_none

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MOMENT_PATTERN = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$"

JsonSchema = dict[str, Any]


def json_schema(cls: type[Event]) -> JsonSchema:
    """What producers send. Readers must ignore fields they do not know."""
    head = {"$schema": DIALECT, "$id": f"urn:alliance:event:{wire_type(cls)}", "title": cls.__name__}
    return {**head, "description": _words(cls), **_object(cls)}


def breaks(old: JsonSchema, new: JsonSchema, path: str = "") -> list[str]:
    """Why readers of `old` could not live with `new`: empty when they can."""
    problems = []
    for name, before in old.get("properties", {}).items():
        after, place = new.get("properties", {}).get(name), f"{path}/{name}"
        problems += [f"{place} is gone"] if after is None else _changed(before, after, place)
    added = set(new.get("required", [])) - set(old.get("required", []))
    problems += [f"{path}/{name} became required" for name in sorted(added)]
    return problems


def _changed(before: JsonSchema, after: JsonSchema, place: str) -> list[str]:
    problems = [f"{place} has another {word}" for word in ("type", "pattern") if before.get(word) != after.get(word)]
    lost = set(map(str, before.get("enum", []))) - set(map(str, after.get("enum", [])))
    problems += [f"{place} lost the value {value}" for value in sorted(lost)]
    if "items" in before:
        problems += _changed(before["items"], after.get("items", {}), f"{place}[]")
    return problems + breaks(before, after, place) if "properties" in before else problems


def _object(cls: Any) -> JsonSchema:
    hints = get_type_hints(cls, include_extras=True)
    required = [item.name for item in dataclasses.fields(cls) if item.default is dataclasses.MISSING]
    properties = {item.name: _value(hints[item.name]) for item in dataclasses.fields(cls)}
    return {"type": "object", "properties": properties, "required": required}


def _value(hint: Any) -> JsonSchema:
    schema = _plain(without_none(hint))
    if is_optional(hint):
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema


def _plain(hint: Any) -> JsonSchema:
    if get_origin(hint) is Annotated:
        return {"type": "string", "pattern": get_args(hint)[1]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _value(get_args(hint)[0])}
    if hint is bool:
        return {"type": "boolean"}
    if hint is int:
        return {"type": "integer"}
    if hint is datetime:
        return {"type": "string", "format": "date-time", "pattern": MOMENT_PATTERN}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": [item.value for item in hint]}
    return {**_object(hint), "description": _words(hint)}


def _words(cls: type) -> str:
    return " ".join((cls.__doc__ or "").split())
