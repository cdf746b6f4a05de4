"""Words for every code, one file per language in `words/`: for staff with the ground in law or practice, for the person
concerned without any of it.

What a recipient reads depends on the answer alone: withheld and undecided read the same, whatever the reason, so that
no report, other adult or hidden item shows through. Another language is another file with the same keys.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any

from contracts.codes import Outcome
from services.consent.rules.engine import Ruling
from services.consent.rules.packs import Pack
from services.consent.rules.tables import SUMMARY_ONLY

LANGUAGES = ("en", "es")
FALLBACK = "en"
PACK = "pack"
"""Stands for the citation of the jurisdiction's pack."""


@dataclass(frozen=True, slots=True)
class Words:
    """One plain sentence and where the rule comes from."""

    staff: str
    citation: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All words of one language. `sections` holds everything but the rules, section by section, by code."""

    rules: Mapping[str, Words]
    sections: Mapping[str, Any]

    def of(self, section: str, code: str) -> str:
        """The words of a code; the code itself where there are none, so that nothing is hidden."""
        return str(self.sections[section].get(code, code))

    def fact(self, name: str, value: object) -> str:
        """What one of the facts says when it has this value."""
        code = value_code(value)
        return str(self.sections["facts"].get(name, {}).get(code, f"{name}: {code}"))

    def rule(self, code: str) -> Words:
        """Sentence and citation of a rule; its code where there are none."""
        return self.rules.get(code, Words(code, ""))


def language_known(language: str | None) -> str:
    """The language itself or its family (`es-MX` is served by `es`), else English."""
    wanted = (language or "").partition("-")[0].lower()
    return wanted if wanted in LANGUAGES else FALLBACK


@cache
def catalogue(language: str) -> Catalogue:
    """The words of a language we have (`language_known`)."""
    text = (resources.files(__package__) / "words" / f"{language}.json").read_text(encoding="utf-8")
    sections = json.loads(text)
    return Catalogue({code: Words(**words) for code, words in sections.pop("rules").items()}, sections)


RULES: Mapping[str, Words] = catalogue(FALLBACK).rules
OBLIGATIONS: Mapping[str, str] = catalogue(FALLBACK).sections["obligations"]
READER_SEES_NOTHING: str = catalogue(FALLBACK).sections["reader"]["nothing"]


def value_code(value: object) -> str:
    """How a fact's value is named in the files: `true`, `none`, a wire name, or a member's name in small letters."""
    if isinstance(value, Enum):
        return value.value if isinstance(value.value, str) else value.name.lower()
    return str(value).lower()


def staff_words(ruling: Ruling, pack: Pack | None, language: str = FALLBACK) -> list[str]:
    """One sentence per rule with its citation, then the obligations."""
    words = catalogue(language_known(language))
    said = [f"{words.rule(code).staff} [{citation(code, pack, language)}]" for code in ruling.rules]
    return said + [words.of("obligations", code) for code in ruling.obligations]


def citation(rule: str, pack: Pack | None, language: str = FALLBACK) -> str:
    """Where a rule comes from; of the law of a place the pack's own citation, and how well it was checked."""
    words = catalogue(language_known(language))
    found = words.rule(rule).citation
    if found != PACK:
        return found
    if pack is None:
        return str(words.sections["no-pack"])
    return f"{pack.jurisdiction}: {pack.citation}; {words.of('statuses', pack.status.value)}"


def reader_words(outcome: Outcome, obligations: Iterable[str], language: str = FALLBACK) -> str:
    """What the person concerned may read about the answer."""
    words = catalogue(language_known(language))
    if outcome is not Outcome.PERMIT:
        return words.of("reader", "nothing")
    return words.of("reader", "summary" if SUMMARY_ONLY in obligations else "permit")
