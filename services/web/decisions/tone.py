"""How words sound that a family reads: blame that they name, and the age at which they can be read.

It warns and never blocks: whoever writes knows the family. What it cannot see: irony, blame without one of the listed
words, a listed word that is quoted. Ages are estimates by formulas for running text (English: Flesch and Kincaid,
Spanish: Fernández Huerta); below `WORDS_LEAST` words, and for other languages, only the length of sentences is judged.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

SENTENCE_WORDS_MAX = 30
WORDS_LEAST = 20  # a formula says nothing about fewer
GRADE_MAX = 8.0  # English: readable at thirteen
EASE_MIN = 60.0  # Spanish: `normal`, readable at thirteen
SCHOOL_BEGINS_AT = 5  # age = grade + this
_SENTENCE = re.compile(r"[.!?؟…:;]+(?:\s|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u0652]")
_ARABIC_PREFIX = "(?:[وفبلك]?(?:ال)?)"
_LETTERS = re.compile("[\u0621-\u064a]")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language: words that blame, words that press, words that would tell a stranger what a message is about."""

    blame: re.Pattern[str]
    pressure: re.Pattern[str]
    specialty: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """What a writer may want to say otherwise. `words` as they stand in the text; `long`: the sentences too long."""

    words: tuple[str, ...] = ()
    long: tuple[str, ...] = ()
    hard: bool = False  # as a whole, for a reader of thirteen

    def __bool__(self) -> bool:
        return bool(self.words or self.long or self.hard)


def lexicon_of(table: Mapping[str, Sequence[str]]) -> Lexicon:
    """Compiled from the shipped form: whole words or phrases, `*` for any ending."""
    return Lexicon(_compiled(table["blame"]), _compiled(table["pressure"]), _compiled(table["specialty"]))


def remarks(text: str, language: str, lexicons: Mapping[str, Lexicon]) -> Remarks:
    """About words to a family. Blame is looked for in every language, because families and writers mix theirs."""
    words = tuple(word for lexicon in lexicons.values() for word in found(lexicon.blame, text))
    long = tuple(one for one in sentences(text) if len(words_of(one)) > SENTENCE_WORDS_MAX)
    return Remarks(words=tuple(dict.fromkeys(words)), long=long, hard=is_hard(text, language))


def found(pattern: re.Pattern[str], text: str) -> list[str]:
    """The words of the text that the pattern names, each as it is written."""
    return [hit.group(0) for hit in pattern.finditer(_plain(text))]


def is_hard(text: str, language: str) -> bool:
    """Above the limit of its language; a text too short for the formula, or in a language without one, is not."""
    measure = MEASURES.get(language)
    return measure is not None and len(words_of(text)) >= WORDS_LEAST and not measure(text)


def grade(text: str) -> float:
    """Flesch-Kincaid grade of an English text."""
    words, per_sentence = _counted(text)
    syllables = sum(map(_english_syllables, words)) / len(words)
    return 0.39 * per_sentence + 11.8 * syllables - 15.59


def ease(text: str) -> float:
    """Fernández Huerta of a Spanish text: 100 is easy, 0 hard; words per sentence, as the formula is read today."""
    words, per_sentence = _counted(text)
    syllables = sum(map(_spanish_syllables, words)) / len(words)
    return 206.84 - 60 * syllables - 1.02 * per_sentence


MEASURES: Mapping[str, Callable[[str], bool]] = {
    "en": lambda text: grade(text) <= GRADE_MAX,
    "es": lambda text: ease(text) >= EASE_MIN,
}


def sentences(text: str) -> list[str]:
    """Without blanks around them; a line that stands alone is one."""
    return [part.strip() for part in _SENTENCE.split(re.sub(r"(?<!\n)\n(?!\n)", " ", text)) if _WORD.search(part)]


def words_of(text: str) -> list[str]:
    """Letters only; a number is no word."""
    return _WORD.findall(text)


def _counted(text: str) -> tuple[list[str], float]:
    words = words_of(text)
    return words, len(words) / max(1, len(sentences(text)))


def _english_syllables(word: str) -> int:
    """Groups of vowels, without a silent `e` at the end."""
    plain = word.lower()
    groups = len(re.findall(r"[aeiouy]+", plain))
    silent = bool(re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$", plain)) and groups > 1
    return max(1, groups - silent)


def _spanish_syllables(word: str) -> int:
    """Strong and accented vowels each begin one; a weak one beside them belongs to it."""
    plain = re.sub(r"qu|gu(?=[ei])", "k", word.lower())
    strong = len(re.findall(r"[aeoáéíóú]", plain))
    alone = len(re.findall(r"(?<![aeoáéíóúiuü])[iuyü]+(?![aeoáéíóúiuü])", re.sub(r"y(?=[aeiouáéíóú])", "", plain)))
    return max(1, strong + alone)


def _plain(text: str) -> str:
    return _ARABIC_MARKS.sub("", unicodedata.normalize("NFC", text)).replace("’", "'")


def _compiled(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(_pattern, phrases)) or r"(?!)", re.IGNORECASE)


def _pattern(phrase: str) -> str:
    prefix = _ARABIC_PREFIX if _LETTERS.match(phrase) else ""
    body = r"\s+".join(re.escape(part).replace(r"\*", r"\w*") for part in _plain(phrase).split())
    return rf"(?<!\w){prefix}{body}(?!\w)"
