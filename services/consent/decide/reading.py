"""From a text to a question; Malformed with everything that is wrong in it."""

import json
from typing import Any

from marshmallow import ValidationError

from services.consent.decide.asked import Asked, Packs, asked_from
from services.consent.decide.problems import Malformed, Problem, problems_in
from services.consent.decide.schemas import CaseFile

CASE = CaseFile()
CHARACTERS_MAX = 2_000_000  # a case with every list full is under half of it


def case_from_text(text: str, packs: Packs) -> Asked:
    """The question that the text asks. JSON in the narrow sense: no name twice in an object, no NaN, no half
    characters that nobody could write back."""
    if len(text) > CHARACTERS_MAX:
        raise Malformed((Problem("file", "too-long"),))
    twice: list[str] = []
    try:
        data = json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, twice), parse_constant=_no_constant)
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        raise Malformed((Problem(f"line {error.lineno}, column {error.colno}", "not-json", error.msg),)) from None
    except UnicodeEncodeError:
        raise Malformed((Problem("file", "half-character"),)) from None
    except (ValueError, RecursionError):
        raise Malformed((Problem("file", "not-json"),)) from None
    found = tuple(Problem(name, "name-twice") for name in sorted(set(twice)))
    try:
        asked = case_from(data, packs)
    except Malformed as malformed:
        raise Malformed((*found, *malformed.problems)) from None
    if found:
        raise Malformed(found)
    return asked


def case_from(data: Any, packs: Packs) -> Asked:
    """The question that parsed JSON asks."""
    try:
        read = CASE.load(data)
    except ValidationError as error:
        raise Malformed(problems_in(error.messages, CASE)) from None
    return asked_from(read, packs)


def _object(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice += [name for name in found if names.count(name) > 1]
    return found


def _no_constant(_: str) -> Any:
    raise ValueError("not a number")
