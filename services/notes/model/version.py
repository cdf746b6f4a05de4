"""What a draft said before: kept so that nothing written is lost, and so that a signed text can be traced."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notes.model.note import Note, Section

APART = timedelta(minutes=5)  # autosaves of one sitting are one version; a pause or a hand-over begins another


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteVersion:
    """The sections of a note at a revision that has been replaced since."""

    id: str
    child: str
    note: str
    revision: int
    sections: tuple[Section, ...]
    written_at: datetime
    replaced_at: datetime
    replaced_by: str


def version_id(note: str, revision: int | str) -> str:
    """One document a revision."""
    return f"{note}:{revision}"


def version_of(note: Note, by: str, at: datetime) -> NoteVersion:
    """The note as it stands, about to be replaced."""
    return NoteVersion(
        id=version_id(note.id, note.revision),
        child=note.child,
        note=note.id,
        revision=note.revision,
        sections=note.sections,
        written_at=note.changed_at,
        replaced_at=at,
        replaced_by=by,
    )
