"""What is written about a child. Texts arrive in the clear and are sealed before anything is decided."""

from dataclasses import dataclass

from kernel.command import OfChild
from services.notes.commands.concerns import ConcernDraft
from services.notes.model.note import Visibility, VoidReason


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionDraft:
    """A section as typed; without a visibility the template's default holds."""

    kind: str
    text: str
    visibility: Visibility | None = None
    persons: tuple[str, ...] = ()


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
