"""A note on paper: its parts in order, then who signed, what was added, and whether it counts."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from services.notes.paper.sheet import Sheet

Names = Callable[[str], str]
SHARED = {"private": "author and supervisors", "care-team": "care team", "persons": "care team and"}
VOID = "VOID: this note does not count"


def above(note: Mapping[str, Any]) -> str:
    """What each page says first."""
    return VOID if note.get("voiding") else ""


def texts(note: Mapping[str, Any]) -> Iterator[str]:
    """Everything somebody wrote that is going to be printed."""
    for section in note["sections"]:
        yield from (section["title"], _words(section))
    yield from (addendum["text"] for addendum in note["addenda"])
    if note.get("voiding"):
        yield note["voiding"]["words"]


def draw(sheet: Sheet, note: Mapping[str, Any], name: Names) -> None:
    """Parts, signatures, addenda in their order, the mark of a voided note."""
    for section in note["sections"]:
        _part(sheet, section["title"], _words(section), section, name)
    sheet.heading("Signatures")
    for line in _signatures(note, name):
        sheet.small(line)
    for number, addendum in enumerate(note["addenda"], start=1):
        _part(sheet, f"Addendum {number}", addendum["text"], addendum, name)
        by = f" by {name(addendum['author'])}" if "author" in addendum else ""
        sheet.small(f"Added {moment(addendum['added_at'])}{by}")
    if note.get("voiding"):
        _voided(sheet, note["voiding"], name)


def moment(text: str | None) -> str:
    """To the minute, in UTC and saying so: paper is read anywhere."""
    return f"{text[:10]} {text[11:16]} UTC" if text else ""


def _part(sheet: Sheet, title: str, words: str, part: Mapping[str, Any], name: Names) -> None:
    if not words.strip():
        return
    sheet.heading(title)
    sheet.words(words)
    if "visibility" in part:
        named = ", ".join(name(person) for person in part["persons"])
        sheet.small(f"Visible to: {SHARED[part['visibility']]} {named}".rstrip())


def _words(section: Mapping[str, Any]) -> str:
    """With what was chosen or rated; a guardian's view has it in the text already."""
    return str(section.get("in_words", section["text"]))


def _signatures(note: Mapping[str, Any], name: Names) -> Iterator[str]:
    """A guardian's view names no colleague: only when it became part of the record."""
    if "author" not in note:
        yield f"Signed {moment(note['signed_at'])}"
        return
    signed = note["handed_in_at"] or note["signed_at"]
    yield f"Signed {moment(signed)} by {name(note['author'])}, revision {note['revision']}"
    if note["cosigned_by"]:
        yield f"Co-signed {moment(note['signed_at'])} by {name(note['cosigned_by'])}"


def _voided(sheet: Sheet, voiding: Mapping[str, Any], name: Names) -> None:
    sheet.heading(VOID)
    sheet.words(voiding["words"])
    reason = voiding["reason"].replace("-", " ")
    sheet.small(f"Voided {moment(voiding['voided_at'])} by {name(voiding['voided_by'])}: {reason}")
