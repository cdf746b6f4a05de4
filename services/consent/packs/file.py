"""Packs in a file: JSON in the narrow sense, and what is wrong in words that help whoever wrote it."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from services.consent.rules.packs import Pack, PacksWrong, Problem, packs_of, problems_of

BYTES_MAX = 4_000_000  # every jurisdiction there is, several periods each, with long notes

SAYS: Mapping[str, str] = {
    "above-majority": "an age above the age of majority",
    "blank": "says nothing",
    "empty-limit": "a limit without a measure",
    "empty-policy": "names nothing that would differ",
    "ends-before-it-begins": "ends before it begins",
    "name-twice": "one name twice in an object: readers would pick different ones",
    "not-a-choice": "is none of the choices",
    "not-a-day": "is not a day of the calendar",
    "not-a-jurisdiction": "is not the code of a place",
    "not-a-list": "is not a list",
    "not-a-number": "is not a whole number",
    "not-an-object": "is not an object",
    "not-json": "is not JSON",
    "not-text": "is not text",
    "not-utf-8": "is not UTF-8 text",
    "not-valid": "does not fit",
    "not-yes-or-no": "is neither true nor false",
    "out-of-range": "is out of range",
    "overlaps": "two packs for one day in one place",
    "required": "is missing",
    "too-long": "is too long",
    "too-many": "too many",
    "unknown": "is no field of ours",
    "unknown-field": "is no field of ours",
}


def packs_in(content: bytes) -> tuple[Pack, ...]:
    """The packs of a file; PacksWrong with everything that is wrong, in the order of the file."""
    if len(content) > BYTES_MAX:
        raise PacksWrong((Problem("file", "too-long", f"at most {BYTES_MAX:,} bytes"),), "file")
    twice: list[str] = []
    data = _parsed(content, twice)
    found = tuple(Problem(name, "name-twice") for name in sorted(set(twice)))
    if found:
        raise PacksWrong((*found, *problems_of(data)))
    return packs_of(data)


def told(problem: Problem) -> str:
    """`packs.3.age_of_consent is out of range (0 to 21)`."""
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{problem.path}: {SAYS.get(problem.code, problem.code)}{hint}"


def _parsed(content: bytes, twice: list[str]) -> Any:
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, twice), parse_constant=_no_constant)
    except UnicodeDecodeError:
        wrong = Problem("file", "not-utf-8")
    except json.JSONDecodeError as error:
        wrong = Problem(f"line {error.lineno}, column {error.colno}", "not-json", error.msg)
    except (ValueError, RecursionError):
        wrong = Problem("file", "not-json")
    raise PacksWrong((wrong,), "file")


def _object(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice += [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    return found


def _no_constant(_: str) -> Any:
    raise ValueError("not a number")
