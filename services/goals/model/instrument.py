"""Questionnaires as versioned data (`instruments/*.json`). A published version never changes: an answer keeps its own.

Items are known by number. Their wording stays with its publisher; of licensed ones only scores are entered.
"""

import json
from dataclasses import dataclass
from importlib import resources

from cattrs import Converter

from services.goals.model.voice import Voice

_STRUCTURE = Converter(forbid_extra_keys=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An item, or a score that was worked out elsewhere, and its range."""

    code: str
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscale:
    """A sum of some parts; from `cutoff` on it is said to need a closer look."""

    code: str
    parts: tuple[str, ...]
    cutoff: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What a total from `at_least` on, up to the next band, is called."""

    code: str
    at_least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """`blank_max`: with more parts unanswered there is no score. `flagged`: what a clinician must look at when above 0.

    `alliance`: a fall is looked for. `about_goal`: each answer is about one goal.
    """

    code: str
    version: int
    title: str
    order: str
    informants: tuple[Voice, ...]
    licensed: bool
    parts: tuple[Part, ...]
    subscales: tuple[Subscale, ...]
    blank_max: int
    cutoff: int | None
    bands: tuple[Band, ...]
    flagged: tuple[str, ...]
    reference: str
    alliance: bool = False
    about_goal: bool = False


def _read() -> dict[tuple[str, int], Instrument]:
    folder = resources.files(__package__) / "instruments"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    read = [_STRUCTURE.structure(json.loads(file.read_text(encoding="utf-8")), Instrument) for file in files]
    return {(instrument.code, instrument.version): instrument for instrument in read}


INSTRUMENTS = _read()
ALLIANCE = frozenset(instrument.code for instrument in INSTRUMENTS.values() if instrument.alliance)
"""Those whose falls are looked for."""
