"""What a note said before: for its author and for whoever supervises."""

from typing import Any

from contracts.codes import DisclosureClass
from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.reader import Reader
from services.notes.decisions.access import CLINICAL, supervises
from services.notes.model.note import Note
from services.notes.model.version import version_id
from services.notes.queries import permission
from services.notes.queries.note_words import staff_sections
from services.notes.queries.notes import staff_note
from services.notes.repository import VERSIONS, versions_of

DETAIL = DisclosureClass.SESSION_DETAIL


def versions(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """Every kept version, oldest first, without a word of it."""
    found = _own(reader, child_id, id, "list-versions")
    return {
        "versions": [
            {
                "revision": kept.revision,
                "written_at": to_text(kept.written_at),
                "replaced_at": to_text(kept.replaced_at),
                "replaced_by": kept.replaced_by,
            }
            for kept in versions_of(reader, found.id)
        ]
    }


def version(reader: Reader, child_id: str, id: str, revision: str) -> dict[str, Any]:
    """One version with its words."""
    found = _own(reader, child_id, id, "read-version")
    kept = reader.known(VERSIONS, version_id(found.id, revision))
    if kept is None:
        raise NotFound("no-such-version")
    seen = {"revision": kept.revision, "sections": staff_sections(reader, found, kept.sections)}
    reader.shown(found.child, "read-version", note=found.id, revision=revision)
    return seen


def _own(reader: Reader, child_id: str, id: str, action: str) -> Note:
    child, clinics = permission.staff_reach(reader, child_id, CLINICAL, DETAIL, action)
    found = staff_note(reader, child, clinics, id)
    if reader.principal.person != found.author and not supervises(reader.principal, found.clinic):
        raise NotFound("no-such-note")
    return found
