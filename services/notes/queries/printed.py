"""One note of the record on paper: exactly what its reader may read now, made for this answer and never kept."""

from collections.abc import Mapping
from typing import Any

from kernel.clock import to_text
from kernel.errors import Forbidden
from kernel.reader import Reader
from services.notes import gateways
from services.notes.model.note import NoteState
from services.notes.paper import note as drawn
from services.notes.paper.attachment import attachment
from services.notes.paper.sheet import Sheet
from services.notes.queries import notes

OF_RECORD = frozenset({NoteState.SIGNED.value, NoteState.VOIDED.value})


def printed(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """As the note is read: the same filter, the same answer where there is nothing. Drafts are not of the record."""
    seen = notes.as_read(reader, child_id, id, "print-note")
    if seen.get("state", NoteState.SIGNED.value) not in OF_RECORD:
        raise Forbidden("note-not-signed")
    name, titles = names(reader, persons(seen)), heading(reader, child_id, seen.get("clinic"))
    sheet = Sheet(drawn.above(seen), f"Note {id}", reader.now)
    sheet.begin(*titles, *drawn.texts(seen), *name.known.values())
    sheet.headline("Progress note")
    for line in titles:
        sheet.small(line)
    drawn.draw(sheet, seen, name)
    sheet.small(f"Printed {drawn.moment(to_text(reader.now))} by {name(reader.principal.person)}")
    return attachment(sheet, f"note-{id}.pdf", reader.now)


class Names:
    """By id; where the reader may not know the name, the id stands for the person."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = known

    def __call__(self, id: str) -> str:
        """A name to print."""
        return self.known.get(id) or id


def names(reader: Reader, ids: set[str]) -> Names:
    """One question for all of them."""
    return Names(gateways.names_of(reader, {*ids, reader.principal.person}))


def heading(reader: Reader, child_id: str, clinic: str | None) -> tuple[str, ...]:
    """Whose record, in which clinic."""
    lines = (f"Child: {gateways.child_name(reader, child_id) or child_id}",)
    return (*lines, f"Clinic: {gateways.clinic_names(reader).get(clinic) or clinic}") if clinic else lines


def persons(note: Mapping[str, Any]) -> set[str]:
    """Everybody a note on paper names; nobody where it is a guardian's view."""
    if "author" not in note:
        return set()
    parts = (*note["sections"], *note["addenda"])
    named = {person for part in parts for person in (*part["persons"], part["author"])}
    voided = {note["voiding"]["voided_by"]} if note["voiding"] else set()
    return named | voided | {id for id in (note["author"], note["cosigned_by"]) if id}
