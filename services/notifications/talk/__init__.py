"""What conversations rest on as dated data: the words that raise a safety review, and whom to call meanwhile."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from services.notifications.decisions.safety_words import Lexicon, lexicon_of
from services.notifications.model import CrisisLine


@cache
def lexicon() -> Lexicon:
    """The shipped words of every language; a text is looked at in all of them, because families mix theirs."""
    return lexicon_of(_read("safety_words.json"))


def crisis_line(jurisdiction: str) -> CrisisLine | None:
    """The public line of a country (`US-CO` is in `US`), None where none is on record: no number is invented."""
    found = _read("crisis_lines.json")["lines"].get(jurisdiction.partition("-")[0].upper())
    return None if found is None else CrisisLine(**{name: found[name] for name in CrisisLine.__slots__})


@cache
def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("services.notifications.talk") / name).read_text("utf-8"))
    return found
