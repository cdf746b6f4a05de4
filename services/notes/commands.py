"""What can be asked of this service. Texts arrive in the clear and are sealed before anything is decided."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import ChildTold, ConcernKind, Severity
from kernel.command import OfChild
from services.notes.model.concern import ClosureReason
from services.notes.model.note import Visibility, VoidReason


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionDraft:
    """A section as typed; without a visibility the template's default holds."""

    kind: str
    text: str
    visibility: Visibility | None = None
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernDraft:
    """A concern as typed."""

    kind: ConcernKind
    severity: Severity
    about: tuple[str, ...]
    child_told: ChildTold
    wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSession(OfChild):
    """Plan a session, or enter one that took place."""

    clinic: str
    practitioner: str
    starts_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote(OfChild):
    """Begin a draft."""

    clinic: str
    template: str
    session: str | None
    sections: tuple[SectionDraft, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseNote(OfChild):
    """Replace the sections of one's own draft, seen at `revision`."""

    note: str
    revision: int
    sections: tuple[SectionDraft, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignNote(OfChild):
    """Make one's own draft, seen at `revision`, part of the record; a concern goes with it or not at all."""

    note: str
    revision: int
    concern: ConcernDraft | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAddendum(OfChild):
    """Add words to a signed note without touching what was signed."""

    note: str
    text: str
    visibility: Visibility
    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidNote(OfChild):
    """Say that a note does not count. It stays in the record."""

    note: str
    reason: VoidReason
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseConcern(OfChild):
    """Raise a concern without a note."""

    clinic: str
    concern: ConcernDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseConcern(OfChild):
    """Say that a concern is dealt with."""

    concern: str
    reason: ClosureReason
    words: str
