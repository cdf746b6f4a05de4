"""Collections, their indexes, and the few questions that are asked of them."""

from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, Has, In, Index, Page, Where
from services.notes.model.child import Child
from services.notes.model.concern import Concern, ConcernState
from services.notes.model.note import Note, NoteState
from services.notes.model.session import Session
from services.notes.settings import CONCERNS_MAX, DRAFTS_MAX, NOTES_PAGE, SESSIONS_MAX

CHILDREN = Kind(Child, Collection("children"))
SESSIONS = Kind(Session, Collection("sessions", (Index(("child", "-starts_at")),)))
NOTES = Kind(
    Note,
    Collection(
        "notes",
        (
            Index(("child", "state", "-signed_at")),
            Index(("child", "readers", "-signed_at")),
            Index(("author", "state", "-changed_at")),
        ),
    ),
)
CONCERNS = Kind(Concern, Collection("concerns", (Index(("child", "-raised_at")), Index(("child", "state", "about")))))

KINDS = (CHILDREN, SESSIONS, NOTES, CONCERNS)


def signed_notes(reader: Reader, child: str, clinics: frozenset[str], cursor: str | None) -> Page:
    """Newest first: the record as staff of these clinics see it, voided notes included."""
    record = In((NoteState.SIGNED.value, NoteState.VOIDED.value))
    where: Where = {"child": child, "state": record, "clinic": In(tuple(sorted(clinics)))}
    return reader.page(NOTES, where, ("-signed_at",), NOTES_PAGE, cursor)


def notes_shared_with(reader: Reader, child: str, person: str, cursor: str | None) -> Page:
    """Newest first: exactly the notes with a part for this guardian, so that a page has no gaps."""
    where: Where = {"child": child, "state": NoteState.SIGNED.value, "readers": Has(person)}
    return reader.page(NOTES, where, ("-signed_at",), NOTES_PAGE, cursor)


def drafts_of_child(reader: Reader, child: str) -> list[Note]:
    """Every draft on a child, newest first; the caller filters by author."""
    return reader.find(NOTES, {"child": child, "state": NoteState.DRAFT.value}, ("-changed_at",), DRAFTS_MAX)


def drafts_of_author(reader: Reader, author: str) -> list[Note]:
    """One's own unsigned notes over all children, newest first."""
    return reader.find(NOTES, {"author": author, "state": NoteState.DRAFT.value}, ("-changed_at",), DRAFTS_MAX)


def sessions_of(reader: Reader, child: str, clinics: frozenset[str]) -> list[Session]:
    """Newest first."""
    where: Where = {"child": child, "clinic": In(tuple(sorted(clinics)))}
    return reader.find(SESSIONS, where, ("-starts_at",), SESSIONS_MAX)


def concerns_of(reader: Reader, child: str, clinics: frozenset[str]) -> list[Concern]:
    """Newest first."""
    where: Where = {"child": child, "clinic": In(tuple(sorted(clinics)))}
    return reader.find(CONCERNS, where, ("-raised_at",), CONCERNS_MAX)


def is_accused(reader: Reader, child: str, person: str) -> bool:
    """An open concern of this child is about this person."""
    where: Where = {"child": child, "state": ConcernState.OPEN.value, "about": Has(person)}
    return bool(reader.find(CONCERNS, where, limit=1))
