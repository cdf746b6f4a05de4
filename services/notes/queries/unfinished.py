"""What is still to be written or signed: one's own drafts, notes handed in, sessions without a note."""

from datetime import timedelta
from typing import Any

from kernel.auth.principal import Role
from kernel.clock import to_text
from kernel.reader import Reader
from services.notes.decisions.access import CLINICAL, reach
from services.notes.model.child import Child
from services.notes.model.note import Note
from services.notes.model.session import Session
from services.notes.queries.note_words import summary
from services.notes.repository import (
    CHILDREN,
    awaiting_cosignature,
    drafts_of_author,
    undocumented,
)
from services.notes.settings import NOTE_DUE_HOURS

DUE = timedelta(hours=NOTE_DUE_HOURS)


def unsigned(reader: Reader) -> dict[str, Any]:
    """One's own drafts over the whole caseload, without a word of them; children out of reach are left out."""
    return {"notes": _within(reader, drafts_of_author(reader, reader.principal.person))}


def awaiting(reader: Reader) -> dict[str, Any]:
    """What supervised authors have handed in, in the clinics that the asker supervises; never one's own."""
    clinics = _supervised(reader)
    found = awaiting_cosignature(reader, clinics) if clinics else []
    return {"notes": _within(reader, [note for note in found if note.author != reader.principal.person])}


def late(reader: Reader) -> dict[str, Any]:
    """Sessions that ended long enough ago and have no note: one's own, and those of the clinics one supervises."""
    before, clinics = reader.now - DUE, _supervised(reader)
    own = undocumented(reader, {"practitioner": reader.principal.person}, before)
    theirs = [session for clinic in sorted(clinics) for session in undocumented(reader, {"clinic": clinic}, before)]
    found = {session.id: session for session in (*own, *theirs) if _ended(session) <= before}
    begun = {note.session: note.id for note in drafts_of_author(reader, reader.principal.person) if note.session}
    children = reader.many(CHILDREN, sorted({session.child for session in found.values()}))
    rows = [_row(session, begun) for session in found.values() if _reached(reader, children, session)]
    return {"sessions": sorted(rows, key=lambda row: (row["due_at"], row["session"]))}


def _supervised(reader: Reader) -> frozenset[str]:
    asker = reader.principal
    return frozenset(clinic for clinic in asker.clinics() if asker.has(Role.SUPERVISOR, clinic))


def _ended(session: Session) -> Any:
    return session.starts_at + timedelta(minutes=session.minutes)


def _row(session: Session, begun: dict[str, str]) -> dict[str, Any]:
    return {
        "session": session.id,
        "child": session.child,
        "clinic": session.clinic,
        "practitioner": session.practitioner,
        "starts_at": to_text(session.starts_at),
        "due_at": to_text(_ended(session) + DUE),
        "draft": begun.get(session.id),
    }


def _reached(reader: Reader, children: dict[str, Child], session: Session) -> bool:
    child = children.get(session.child)
    return child is not None and session.clinic in reach(child, reader.principal, CLINICAL)


def _within(reader: Reader, found: list[Note]) -> list[dict[str, Any]]:
    children = reader.many(CHILDREN, sorted({note.child for note in found}))
    within = {id: reach(child, reader.principal, CLINICAL) for id, child in children.items()}
    return [summary(note) for note in found if note.clinic in within.get(note.child, frozenset())]
