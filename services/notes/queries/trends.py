"""What can be counted over a child's signed notes: participation, themes, materials, what was observed in play."""

from typing import Any

from contracts.codes import DisclosureClass
from kernel.reader import Reader
from services.notes.decisions import trends, views
from services.notes.decisions.access import CLINICAL
from services.notes.model.note import Note, NoteState
from services.notes.queries import permission
from services.notes.queries.note_words import opened_values
from services.notes.repository import NOTES, accused_since, signed_notes
from services.notes.settings import TREND_NOTES_MAX

DETAIL = DisclosureClass.SESSION_DETAIL


def trend(reader: Reader, child_id: str) -> dict[str, Any]:
    """For staff only, oldest first, out of the sections this member of staff may see; voided notes do not count."""
    child, clinics = permission.reading_reach(reader, child_id, CLINICAL, DETAIL, "read-trends")
    page = signed_notes(reader, child.id, clinics, None, TREND_NOTES_MAX)
    accused = accused_since(reader, child.id, reader.principal.person)
    found = [NOTES.from_document(document) for document in reversed(page.items)]
    seen = [
        note
        for note in found
        if note.state is NoteState.SIGNED and views.staff_may_see(note, reader.principal, clinics, accused)
    ]
    points = [point for note in seen for point in _points(reader, note)]
    reader.shown(child.id, "read-trends")
    return {
        "participation": trends.levels(points, "participation"),
        "themes": trends.series(points, "themes"),
        "materials": trends.counted(points, "materials"),
        "observed": trends.observed(points),
    }


def _points(reader: Reader, note: Note) -> list[trends.Point]:
    parts = views.staff_parts(note, reader.principal)
    return [
        trends.Point(at=note.signed_at, kind=section.kind, values=held)
        for section in parts.sections
        if note.signed_at and (held := opened_values(reader, note, section)) is not None
    ]
