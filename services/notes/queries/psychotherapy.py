"""Psychotherapy notes, for their author alone and one at a time. No other query opens this collection."""

from typing import Any

from contracts.codes import DisclosureClass
from kernel.clock import to_text
from kernel.kind import Sealed
from kernel.reader import Reader
from services.notes.decisions.access import CLINICAL
from services.notes.decisions.psychotherapy import require_author
from services.notes.model.psychotherapy import PsychotherapyNote, key_scope
from services.notes.queries import permission
from services.notes.repository import PSYCHOTHERAPY, psychotherapy_notes_of

# The rules withhold the class psychotherapy-note from everybody. Whoever may know nothing of the child's sessions any
# more, having been found against or being one of the family, does not read on in their own notes either.
DETAIL = DisclosureClass.SESSION_DETAIL


def own(reader: Reader, child_id: str) -> dict[str, Any]:
    """One's own of this child, newest first, without a word of them."""
    child, clinics = permission.staff_reach(reader, child_id, CLINICAL, DETAIL, "list-psychotherapy-notes")
    found = psychotherapy_notes_of(reader, child.id, reader.principal.person)
    return {"notes": [_summary(note) for note in found if note.clinic in clinics]}


def read(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """One of one's own with its words."""
    child, clinics = permission.staff_reach(reader, child_id, CLINICAL, DETAIL, "read-psychotherapy-note")
    found = reader.load(PSYCHOTHERAPY, id)
    require_author(found, child.id, reader.principal, clinics)
    seen = {**_summary(found), "text": _opened(reader, found)}
    reader.shown(child.id, "read-psychotherapy-note", note=found.id)
    return seen


def _opened(reader: Reader, found: PsychotherapyNote) -> str | None:
    if found.text is None:
        return None
    return reader.open(key_scope(found.child), Sealed(reader.open(found.child, found.text)))


def _summary(found: PsychotherapyNote) -> dict[str, Any]:
    return {
        "note": found.id,
        "clinic": found.clinic,
        "session": found.session,
        "revision": found.revision,
        "withdrawn": found.text is None,
        "created_at": to_text(found.created_at),
        "changed_at": to_text(found.changed_at),
    }
