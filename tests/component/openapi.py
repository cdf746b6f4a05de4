"""Requests made from the services' own OpenAPI documents: a fitting body, and every way to make it unfit."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONG_CHARACTERS = 60_000  # above every limit of every text
Body = Any
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """One way to ask one service."""

    service: str
    method: str
    path: str
    allowed: tuple[str, ...]
    schema: Json | None  # of the body
    document: Json

    def __str__(self) -> str:
        return f"{self.service}-{self.method}-{self.path.strip('/').replace('/', '-')}"

    @property
    def parameters(self) -> list[str]:
        """Names in the path."""
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]


@dataclass(frozen=True)
class Unfit:
    """A body with one fault; the answer must name one of these fields."""

    fault: str
    body: Body
    names: tuple[str, ...]


def operations(service: str, document: Json) -> Iterator[Operation]:
    """All of one service."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method == "parameters":
                continue
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            yield Operation(service, method, path, tuple(operation["x-allowed"]), schema, document)


def fitting(operation: Operation, values: Mapping[str, Any]) -> Any:
    """A body that the schema takes; `values` fills fields by their name where any text would not do."""
    return _example(operation.document, operation.schema or {}, "", values)


def unfit(operation: Operation, body: Any, canary: str) -> Iterator[Unfit]:
    """Unknown names, wrong types and over-long texts, at every place of a fitting body."""
    yield Unfit("unknown name", {**body, "surprise": canary}, ("surprise",))
    for place, schema in _leaves(operation.document, operation.schema or {}, body, ()):
        name = ".".join(str(part) for part in place)
        names = (name, str(place[0]), str(place[-1]))
        yield Unfit(f"wrong type of {name}", _with(body, place, {"inner": canary}), names)
        yield Unfit(f"a number for {name}", _with(body, place, 7.5), names)
        if "string" in _types(schema):
            yield Unfit(f"too long {name}", _with(body, place, canary * (LONG_CHARACTERS // len(canary))), names)


def required_left_out(operation: Operation, body: Any) -> Iterator[Unfit]:
    """Without each required name."""
    for name in _resolved(operation.document, operation.schema or {}).get("required", []):
        yield Unfit(f"without {name}", {key: value for key, value in body.items() if key != name}, (name,))


def _resolved(document: Json, schema: Json) -> Json:
    while "$ref" in schema or "allOf" in schema or "anyOf" in schema:
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        else:
            schema = (schema.get("allOf") or schema["anyOf"])[0]
    return schema


def _types(schema: Json) -> list[str]:
    kinds = schema.get("type", "string")
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _example(document: Json, schema: Json, name: str, values: Mapping[str, Any]) -> Any:
    schema = _resolved(document, schema)
    if name in values and not ("object" in _types(schema) and isinstance(values[name], str)):
        return copy.deepcopy(values[name])
    if "enum" in schema:
        return schema["enum"][0]
    kind = _types(schema)[0]
    if kind == "object":
        inner = schema.get("properties", {})
        return {key: _example(document, part, key, values) for key, part in inner.items()}
    if kind == "array":
        return [_example(document, schema["items"], name, values)]
    return {"boolean": True, "integer": schema.get("minimum", 1), "number": 1.5}.get(kind, "something")


def _leaves(document: Json, schema: Json, body: Any, place: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Json]]:
    schema = _resolved(document, schema)
    if isinstance(body, dict):
        for key, part in schema.get("properties", {}).items():
            if key in body:
                yield from _leaves(document, part, body[key], (*place, key))
    elif isinstance(body, list):
        for number, item in enumerate(body[:1]):
            yield from _leaves(document, schema["items"], item, (*place, number))
    elif body is not None:
        yield place, schema


def _with(body: Any, place: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(body)
    inner = changed
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = value
    return changed
