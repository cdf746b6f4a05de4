"""Psychotherapy notes belong to whoever wrote them. To everybody else, supervisors included, they are not there."""

from dataclasses import replace
from datetime import datetime

from kernel.auth.principal import Principal
from kernel.decision import Decision
from kernel.errors import Forbidden, NotFound, Stale
from kernel.kind import Sealed
from services.notes.model.psychotherapy import PsychotherapyNote

ABSENT = "no-such-note"


def require_author(note: PsychotherapyNote | None, child: str, asker: Principal, clinics: frozenset[str]) -> None:
    """The author, and only while they treat the child in the clinic it was written in."""
    if note is None or note.child != child or note.author != asker.person or note.clinic not in clinics:
        raise NotFound(ABSENT)


def written(note: PsychotherapyNote) -> Decision:
    """It exists; nobody is told."""
    return _saved(note)


def revised(note: PsychotherapyNote, text: Sealed, revision: int, now: datetime) -> Decision:
    """Against the revision that was seen."""
    _require_current(note, revision)
    return _saved(replace(note, text=text, revision=note.revision + 1, changed_at=now))


def withdrawn(note: PsychotherapyNote, revision: int, now: datetime) -> Decision:
    """The text goes; nothing brings it back."""
    _require_current(note, revision)
    return _saved(replace(note, text=None, revision=note.revision + 1, changed_at=now))


def _require_current(note: PsychotherapyNote, revision: int) -> None:
    if note.text is None:
        raise Forbidden("note-withdrawn")
    if note.revision != revision:
        raise Stale("stale-revision", {"revision": ["stale"]})


def _saved(note: PsychotherapyNote) -> Decision:
    return Decision(changes=(note,), reply={"note": note.id, "revision": note.revision}, facts={"note": note.id})
