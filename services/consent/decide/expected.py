"""Where an answer differs from what its case file expects."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from kernel.clock import to_text


def differences(expected: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Each with its path and both values. What the file does not mention may be anything."""
    persons = {row["person"]: row for row in answer["persons"]}
    for person, wanted in sorted(expected["persons"].items()):
        yield from _of_person(person, wanted, persons.get(person))
    if expected["duties"] is not None:
        yield from _of_duties(expected["duties"], answer["duties"])


def _of_person(person: str, wanted: Mapping[str, Any], row: Mapping[str, Any] | None) -> Iterator[dict[str, Any]]:
    if row is None:
        yield _difference(f"persons.{person}", "asked", "not asked")
        return
    for name in ("outcome", "rules", "obligations"):
        if wanted[name] is not None and _sorted(wanted[name]) != _sorted(row[name]):
            yield _difference(f"persons.{person}.{name}", _sorted(wanted[name]), _sorted(row[name]))


def _of_duties(wanted: list[Mapping[str, Any]], found: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    if len(wanted) != len(found):
        yield _difference("duties", len(wanted), len(found))
        return
    for number, (one, other) in enumerate(zip(wanted, found, strict=True)):
        for name in ("kind", "bearer", "persons", "due"):
            if one[name] is not None and _sorted(one[name]) != _sorted(other[name]):
                yield _difference(f"duties[{number}].{name}", _sorted(one[name]), _sorted(other[name]))


def _sorted(value: Any) -> Any:
    """Wire names; lists without regard to their order."""
    if isinstance(value, list):
        return sorted(_sorted(item) for item in value)
    if isinstance(value, datetime):
        return to_text(value)
    return value.value if isinstance(value, Enum) else value


def _difference(path: str, expected: Any, found: Any) -> dict[str, Any]:
    return {"path": path, "expected": expected, "found": found}
