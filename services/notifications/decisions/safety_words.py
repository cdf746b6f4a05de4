"""Words that may speak of danger, in any category of message. High recall: a false alarm costs a look, a miss a life.

What it cannot see: other languages than those of the lexicon, pictures, irony, misspellings beyond case, accents and
apostrophes, and danger that is spoken of in words which nobody has listed. A hit blocks nothing and decides nothing.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

BETWEEN = r"(?: ,)* "  # words of a phrase may stand in two clauses
GAP = rf"(?:{BETWEEN}\w+){{0,3}}"  # `..` between two words of a phrase
NEGATION_WORDS = 3  # how far before a phrase a negator reaches
_APOSTROPHES = str.maketrans("", "", "'’‘`´")
_CLAUSE = re.compile(r"[.,;:!?¡¿()\n]+")
_OTHER = re.compile(r"[^\w,]+|_")


class Alarm(StrEnum):
    """How a text is marked. A mention stands only behind negators: it is looked at without hurry."""

    POSSIBLE = "possible"
    MENTIONED = "mentioned"


@dataclass(frozen=True, slots=True)
class Words:
    """One language, compiled. A negator does not reach over the end of a clause or over a turn (`but`)."""

    phrases: re.Pattern[str]
    idioms: re.Pattern[str]
    negators: frozenset[str]
    turns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All languages; `version` is what the record of an alarm names."""

    version: str
    languages: Mapping[str, Words]


def lexicon_of(data: Mapping[str, Any]) -> Lexicon:
    """Compiled from the shipped form; ValueError for a phrase that normalising would change."""
    languages = {code: _words(table) for code, table in data["languages"].items()}
    return Lexicon(str(data["version"]), languages)


def alarm(lexicon: Lexicon, text: str) -> Alarm | None:
    """The graver of what any language finds; None when none does."""
    found = [mark for words in lexicon.languages.values() if (mark := _found(words, normalised(text)))]
    return Alarm.POSSIBLE if Alarm.POSSIBLE in found else Alarm.MENTIONED if found else None


def normalised(text: str) -> str:
    """Lower case, without accents, apostrophes, signs and characters that nobody sees; ` , ` between clauses."""
    plain = unicodedata.normalize("NFKD", text).translate(_APOSTROPHES).casefold()
    kept = "".join(char for char in plain if unicodedata.category(char) not in ("Mn", "Cf"))
    return " ".join(_OTHER.sub(" ", _CLAUSE.sub(" , ", kept)).split())


def _found(words: Words, text: str) -> Alarm | None:
    plain = words.idioms.sub(",", text)
    marks = {_mark(words, plain[: hit.start()]) for hit in words.phrases.finditer(plain)}
    return Alarm.POSSIBLE if Alarm.POSSIBLE in marks else Alarm.MENTIONED if marks else None


def _mark(words: Words, before: str) -> Alarm:
    near = before.rpartition(",")[2].split()[-NEGATION_WORDS:]
    turned = max((index + 1 for index, word in enumerate(near) if word in words.turns), default=0)
    return Alarm.MENTIONED if words.negators.intersection(near[turned:]) else Alarm.POSSIBLE


def _words(table: Mapping[str, Sequence[str]]) -> Words:
    negators, turns = frozenset(table["negators"]), frozenset(table["turns"])
    return Words(_compiled(table["phrases"]), _compiled(table["idioms"]), negators, turns)


def _compiled(phrases: Sequence[str]) -> re.Pattern[str]:
    for phrase in phrases:
        bare = phrase.replace("*", "").replace("..", "")
        if normalised(bare) != " ".join(bare.split()):
            raise ValueError("a phrase of the lexicon is not in its normal form")
    return re.compile("|".join(rf"\b{_pattern(phrase)}\b" for phrase in phrases))


def _pattern(phrase: str) -> str:
    parts = BETWEEN.join(_token(token) for token in phrase.split())
    return parts.replace(f"{BETWEEN}{GAP}", GAP)


def _token(token: str) -> str:
    if token == "..":
        return GAP
    return rf"{token[:-1]}\w*" if token.endswith("*") else token
