"""What is wrong in a case file, every problem with its path; in words that help whoever wrote it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from marshmallow import Schema, fields

# How the library's own messages begin; all others of ours are codes already.
MEANINGS: Mapping[str, str] = {
    "Missing data": "required",
    "Unknown field": "unknown-field",
    "Field may not be null": "null",
    "Not a valid string": "not-text",
    "Not a valid integer": "not-a-whole-number",
    "Not a valid boolean": "not-true-or-false",
    "Not a valid list": "not-a-list",
    "Not a valid mapping": "not-an-object",
    "Invalid input type": "not-an-object",
    "Must be one of": "not-a-choice",
    "String does not match": "not-a-name",
    "Longer than": "too-long",
    "Shorter than": "too-short",
    "Length must": "wrong-length",
    "Must be": "out-of-range",
}

BY_PERSON, PARTS = "expected.persons.", ("key", "value")  # how the library marks the two halves of an entry


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`path` leads to the value (`adults[1].authorities[0].until`), `code` is stable, `hint` says what would fit."""

    path: str
    code: str
    hint: str = ""


class Malformed(Exception):
    """The file is no case; `problems` has at least one, in the order of their paths."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def problems_in(messages: Any, schema: Schema) -> tuple[Problem, ...]:
    """Every message of the schema, however nested."""
    return tuple(sorted(set(_walk("", messages, schema))))


def _walk(path: str, messages: Any, schema: Schema | None) -> Iterator[Problem]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _walk(_below(path, name), inner, _inside(schema, name))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _walk(path, inner, schema)
    else:
        yield _problem(path, str(messages), schema)


def _problem(path: str, message: str, schema: Schema | None) -> Problem:
    start, code = next((pair for pair in MEANINGS.items() if message.startswith(pair[0])), ("", message))
    hint = message[len(start) :].strip(" :.") if code in ("not-a-choice", "out-of-range") else ""
    if code == "unknown-field" and schema is not None:
        close = get_close_matches(path.rpartition(".")[2], schema.fields, 1)
        hint = close[0] if close else ""
    return Problem(path or "file", code, hint)


def _below(path: str, name: Any) -> str:
    if name == "_schema" or (name in PARTS and path.startswith(BY_PERSON)):
        return path
    if isinstance(name, int):
        return f"{path}[{name}]"
    return f"{path}.{name}" if path else str(name)


def _inside(schema: Schema | None, name: Any) -> Schema | None:
    """The schema that holds for what is below; of an unknown field the one it stands in, for a suggestion."""
    if schema is None or isinstance(name, int) or name not in schema.fields:
        return schema
    field: Any = schema.fields[name]
    while isinstance(field, fields.List):
        field = field.inner
    return field.schema if isinstance(field, fields.Nested) else None
