"""What leaves to a family and what it reads there: neutral where a stranger may look, kind and plain everywhere.

A template that was changed without a new version fails too: what the ledger names must be what was sent.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from deploy.checks.family_texts import family_texts
from deploy.checks.tree import Finding
from services.notifications import messages
from services.web.browser.language import catalogue
from services.web.decisions.tone import Lexicon, Remarks, found, remarks
from services.web.tone import lexicons

Words = Mapping[str, str]
VARIABLE = "{variable}"
LINKED = re.compile(r"-(?:pointer|digest)$")
ISOLATES = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
"""A mail program takes such a sign for a part of the link beside it."""


def findings(_root: Path) -> list[Finding]:
    """All of it, sorted."""
    return sorted({*sealed(), *templates(), *pages()})


def sealed() -> Iterator[Finding]:
    """Every version of every text is on record as it is, and none that is on record has gone."""
    for language in messages.LANGUAGES:
        yield from altered(language, messages.wording(language), messages.fingerprints().get(language, {}))


def altered(
    language: str, texts: messages.Versions, record: Mapping[str, Mapping[str, str]]
) -> Iterator[Finding]:
    """Against the record of one language."""
    here = {(name, one): messages.fingerprint(words) for name, kept in texts.items() for one, words in kept.items()}
    known = {(name, int(one)): mark for name, kept in record.items() for one, mark in kept.items()}
    for (name, version), mark in sorted(here.items()):
        if (name, version) not in known:
            yield _at(language, name, f'version {version} is new: put "{version}": "{mark}" into fingerprints.json')
        elif known[name, version] != mark:
            yield _at(language, name, f"version {version} was changed: leave it as it was and add the next version")
    for name, version in sorted(known.keys() - here.keys()):
        yield _at(language, name, f"version {version} was sent once and is not here any more: bring it back")


def templates() -> Iterator[Finding]:
    """The newest version of each template: complete in every language, neutral, kind, plain."""
    for language in messages.LANGUAGES:
        texts = messages.wording(language)
        for name in sorted(messages.wording(messages.FALLBACK).keys() ^ texts.keys()):
            yield _at(language, name, "is not there in every language")
        for name in texts:
            yield from judged(language, name, messages.newest(language, name)[1])


def judged(language: str, name: str, words: Words) -> Iterator[Finding]:
    """One text that leaves the house."""
    complaints: tuple[Callable[[str, Words], Iterator[str]], ...] = (_placeholders, _freedom)
    for complain in complaints:
        yield from (_at(language, name, complaint) for complaint in complain(name, words))
    text, lexicon = "\n".join(words.values()).replace(VARIABLE, ""), lexicons()[language]
    yield from (_at(language, name, complaint) for complaint in _unkind(text, language, lexicon))
    if not name.startswith("page-"):
        for word in found(lexicon.specialty, text):
            yield _at(language, name, f"tells a stranger what it is about: {word}")


def _placeholders(name: str, words: Words) -> Iterator[str]:
    body, expected = words["body"], 0 if name.endswith(("-alert", "-contact")) or name.startswith("page-") else 1
    if body.count(VARIABLE) != expected:
        yield f"has {body.count(VARIABLE)} places for a link or a code, not {expected}"
    if re.search(r"[{}]", "".join(words.values()).replace(VARIABLE, "", expected)):
        yield "has a place for something else than its link or code"
    alone = re.search(r"(?:^|\n|: )\{variable\}(?:\n|$)", body)
    if LINKED.search(name) and not alone:
        yield "has words or signs beside its link"


def _freedom(name: str, words: Words) -> Iterator[str]:
    text = "\n".join(words.values()).replace(VARIABLE, "")
    if re.search(r"\d|https?:|www\.|@", text):
        yield "has a number, an address or a link of its own"
    if ISOLATES.search(text):
        yield "has an invisible sign for the direction of writing"
    if "\n" in words.get("subject", ""):
        yield "has a subject of several lines"
    inside = re.sub(r"(^|[.:!?]\s+|\n+)\W*\w", r"\1", text)
    if capital := re.search(r"\b[A-ZÁÉÍÓÚÑ]\w*", inside):
        yield f"has a capital inside a sentence, as names have: {capital.group(0)}"


def _unkind(text: str, language: str, lexicon: Lexicon) -> Iterator[str]:
    yield from _remarked(remarks(text, language, lexicons()))
    yield from (f"presses: {word}" for word in found(lexicon.pressure, text))


def _remarked(made: Remarks) -> Iterator[str]:
    yield from (f"blames: {word}" for word in made.words)
    yield from (f"has a sentence that is too long: {one}" for one in made.long)
    if made.hard:
        yield "is hard to read for somebody of thirteen"


def pages() -> Iterator[Finding]:
    """Every text of a family's page, in each language that has it."""
    for place, text in family_texts():
        for language in messages.LANGUAGES:
            words = text if language == messages.FALLBACK else catalogue(language).get(text, "")
            for complaint in _remarked(remarks(words, language, lexicons())):
                yield Finding(f"services/web/{place}", 1, f"{language}: {complaint}")


def _at(language: str, name: str, complaint: str) -> Finding:
    return Finding(f"services/notifications/messages/words/{language}.json", 1, f"{name} {complaint}")
