"""A child's record for whoever treats or supervises, part by part: made for this answer and never kept.

In no part of it, whoever asks: psychotherapy notes, drafts, concerns and reports to authorities, whatever is labelled
as somebody else's, and notes of sessions in which other children sat. That is said in every part: it tells nothing.
"""

import json
from collections.abc import Mapping
from typing import Any

from contracts.codes import DisclosureClass
from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.reader import Reader
from services.notes import gateways
from services.notes.decisions import views
from services.notes.decisions.access import CLINICAL
from services.notes.decisions.record import theirs
from services.notes.model.assessment import Assessment
from services.notes.model.child import Child
from services.notes.model.note import Visibility
from services.notes.model.record import FORMAT, LEFT_OUT
from services.notes.paper import record as drawn
from services.notes.paper.attachment import attachment
from services.notes.queries import episodes, permission, safety, sessions
from services.notes.queries.note_words import staff_view
from services.notes.queries.printed import heading, names, persons
from services.notes.repository import NOTES, accused_since, signed_notes

DETAIL = DisclosureClass.SESSION_DETAIL


def record(reader: Reader, child_id: str, cursor: str | None) -> dict[str, Any]:
    """The newest notes and all that stands beside them; older notes come with the cursor. Not through broken glass."""
    child, clinics = permission.staff_reach(reader, child_id, CLINICAL, DETAIL, "export-record")
    page = signed_notes(reader, child.id, clinics, cursor)
    found = [NOTES.from_document(document) for document in page.items]
    accused = accused_since(reader, child.id, reader.principal.person)
    seen = [note for note in found if views.staff_may_see(note, reader.principal, clinics, accused)]
    alone = [note for note in seen if not _joint(reader, child, note.session)]
    made = {
        "format": FORMAT,
        "child": child.id,
        "name": gateways.child_name(reader, child.id),
        "made_at": to_text(reader.now),
        "made_by": reader.principal.person,
        "left_out": list(LEFT_OUT),
        "notes": [theirs(staff_view(reader, note)) for note in alone],
        **_beside(reader, child, clinics, first=cursor is None),
        "next_cursor": page.next_cursor,
    }
    reader.shown(child.id, "export-record", notes=str(len(alone)))
    return made


def printed(reader: Reader, child_id: str, cursor: str | None) -> dict[str, Any]:
    """The same part on paper."""
    made = record(reader, child_id, cursor)
    named = {id for note in made["notes"] for id in persons(note)}
    sheet = drawn.sheet(made, heading(reader, child_id, None), names(reader, named), gateways.clinic_names(reader))
    return attachment(sheet, f"record-{child_id}.pdf", reader.now)


def _joint(reader: Reader, child: Child, session: str | None) -> bool:
    """Whether other children sat there too: what was written tells of them as well."""
    asker = reader.principal.person
    return session is not None and gateways.shared_session(reader, child.id, session, DETAIL, asker) is not None


def _beside(reader: Reader, child: Child, clinics: frozenset[str], *, first: bool) -> dict[str, Any]:
    if not first:
        return {"episodes": [], "sessions": [], "safety_plans": [], "assessments": []}
    return {
        "episodes": [episodes.episode(reader, child.id, clinic) for clinic in sorted(clinics)],
        "sessions": _sessions(reader, child),
        "safety_plans": [plan for clinic in sorted(clinics) if (plan := _plan(reader, child, clinic))],
        "assessments": [_assessment(reader, item) for item in safety.visible_assessments(reader, child, clinics)],
    }


def _sessions(reader: Reader, child: Child) -> list[Mapping[str, Any]]:
    """Attendance is a class of its own: whoever may not know it has a record without it."""
    try:
        return list(sessions.sessions(reader, child.id)["sessions"])
    except NotFound:
        return []


def _plan(reader: Reader, child: Child, clinic: str) -> Mapping[str, Any] | None:
    """The steps that are shared with anybody; what was kept private stays in the clinic."""
    try:
        found = safety.plan(reader, child.id, clinic)
    except NotFound:
        return None
    steps = [step for step in found["steps"] if step["visibility"] != Visibility.PRIVATE.value and step["text"]]
    return {**found, "steps": steps} if steps else None


def _assessment(reader: Reader, item: Assessment) -> dict[str, Any]:
    return {**safety.assessment_summary(item), **json.loads(reader.open(item.child, item.sealed))}
