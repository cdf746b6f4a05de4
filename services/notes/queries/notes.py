"""Notes as staff read them, as a guardian reads them, and as staff preview what a guardian would read."""

import re
from typing import Any

from contracts.codes import DisclosureClass
from kernel.contract import ID_PATTERN
from kernel.errors import NotFound
from kernel.reader import Reader
from services.notes.decisions import views
from services.notes.decisions.access import CLINICAL
from services.notes.model.child import Child
from services.notes.model.note import Note, NoteState
from services.notes.queries import permission, shared_pages
from services.notes.queries.note_words import guardian_view, staff_view, summary
from services.notes.repository import (
    NOTES,
    accused_since,
    drafts_of_child,
    notes_citing,
    signed_notes,
)

DETAIL = DisclosureClass.SESSION_DETAIL
ABSENT = "no-such-note"  # the one answer for absent and for not to be seen


def note(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """The note, filtered for whoever asks."""
    return as_read(reader, child_id, id, "read-note")


def as_read(reader: Reader, child_id: str, id: str, action: str) -> dict[str, Any]:
    """What is left of it for this reader, recorded as what they do with it."""
    if permission.is_guardian(reader):
        return _for_guardian(reader, child_id, id, action)
    child, clinics = permission.reading_reach(reader, child_id, CLINICAL, DETAIL, action)
    found = staff_note(reader, child, clinics, id)
    seen = staff_view(reader, found)
    reader.shown(child.id, action, note=found.id)
    return seen


def notes(reader: Reader, child_id: str, cursor: str | None) -> dict[str, Any]:
    """What there is, newest first, without a word of it."""
    if permission.is_guardian(reader):
        return _list_for_guardian(reader, child_id, cursor)
    child, clinics = permission.reading_reach(reader, child_id, CLINICAL, DETAIL, "list-notes")
    page = signed_notes(reader, child.id, clinics, cursor)
    record = [NOTES.from_document(document) for document in page.items]
    drafts = [] if cursor else drafts_of_child(reader, child.id)
    accused = accused_since(reader, child.id, reader.principal.person)

    def seen(found: list[Note]) -> list[dict[str, Any]]:
        return [summary(note) for note in found if views.staff_may_see(note, reader.principal, clinics, accused)]

    return {"notes": seen(record), "drafts": seen(drafts), "next_cursor": page.next_cursor}


def preview(reader: Reader, child_id: str, id: str, person: str) -> dict[str, Any]:
    """What this guardian would read if the note were signed now, by the same function that answers the guardian."""
    if not re.fullmatch(ID_PATTERN, person):
        raise NotFound("no-such-person")
    child, clinics = permission.staff_reach(reader, child_id, CLINICAL, DETAIL, "preview-note")
    found = staff_note(reader, child, clinics, id)
    seen = _guardian_view(reader, child, found, person)
    reader.shown(child.id, "preview-note", note=found.id, person=person)
    return {"person": person, "visible": seen is not None, "note": seen}


def citing(reader: Reader, child_id: str, observation: str) -> dict[str, Any]:
    """The notes that rest on an observation from home, without a word of them."""
    child, clinics = permission.reading_reach(reader, child_id, CLINICAL, DETAIL, "list-notes")
    accused = accused_since(reader, child.id, reader.principal.person)
    found = notes_citing(reader, child.id, observation)
    return {"notes": [summary(note) for note in found if views.staff_may_see(note, reader.principal, clinics, accused)]}


def staff_note(reader: Reader, child: Child, clinics: frozenset[str], id: str) -> Note:
    """A note within reach that this member of staff may see; NotFound, as if it did not exist, otherwise."""
    found = reader.load(NOTES, id)
    accused = accused_since(reader, child.id, reader.principal.person)
    if found.child != child.id or not views.staff_may_see(found, reader.principal, clinics, accused):
        raise NotFound(ABSENT)
    return found


def _for_guardian(reader: Reader, child_id: str, id: str, action: str) -> dict[str, Any]:
    child = permission.guardian_child(reader, child_id, ABSENT)
    found = reader.known(NOTES, id)
    signed = found is not None and found.child == child.id and found.state is NoteState.SIGNED
    seen = _guardian_view(reader, child, found, reader.principal.person) if found and signed else None
    if found is None or seen is None:
        permission.refuse(reader, child, action, ABSENT)
    reader.shown(child.id, action, note=found.id)
    return seen


def _guardian_view(reader: Reader, child: Child, found: Note, person: str) -> dict[str, Any] | None:
    answer = permission.ask_of_session(reader, child, found.session, DETAIL, person)
    asked = views.labels_for(found, person) if answer.permits_words else frozenset()
    permitted = [
        label
        for label in sorted(asked)
        if permission.ask_of_session(reader, child, found.session, label, person).permits_words
    ]
    parts = views.guardian_parts(found, person, answer, accused_since(reader, child.id, person), permitted)
    return None if parts is None else guardian_view(reader, found, parts)


def _list_for_guardian(reader: Reader, child_id: str, cursor: str | None) -> dict[str, Any]:
    child = permission.guardian_child(reader, child_id)
    person = reader.principal.person
    if not permission.ask(reader, child, DETAIL, person).permits_words:
        permission.refuse(reader, child, "list-notes", "no-such-child")
    page = shared_pages.page_for(reader, child, person, cursor)
    found = [{"note": item["_id"], "signed_at": item["signed_at"]} for item in page.items]
    return {"notes": found, "next_cursor": page.next_cursor}


