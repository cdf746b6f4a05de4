"""What is written about a child. Texts arrive in the clear and are sealed before anything is decided."""

from dataclasses import dataclass

from contracts.codes import DisclosureClass
from kernel.command import OfChild
from services.notes.commands.concerns import ConcernDraft
from services.notes.model.note import Visibility, VoidReason
from services.notes.model.session import Segment
from services.notes.model.values import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionDraft:
    """A section as typed; without a visibility the template's default holds.

    `kept` names what was not mentioned: it stays as the draft has it, so that an editor which knows only words leaves
    the rest alone.
    """

    kind: str
    text: str
    visibility: Visibility | None = None
    persons: tuple[str, ...] = ()
    values: Values | None = None
    verbatim: bool | None = None
    segment: str | None = None
    labels: tuple[DisclosureClass, ...] = ()
    derived_from: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote(OfChild):
    """Begin a draft. Without segments, those of the session's attendance."""

    clinic: str
    template: str
    session: str | None
    sections: tuple[SectionDraft, ...]
    segments: tuple[Segment, ...] | None = None
    cites: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseNote(OfChild):
    """Replace the sections of one's own draft, seen at `revision`; what is None stays as it is."""

    note: str
    revision: int
    sections: tuple[SectionDraft, ...]
    segments: tuple[Segment, ...] | None = None
    cites: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributeSections(OfChild):
    """Replace one's own sections of somebody else's draft, seen at `revision`."""

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
class ShareSection(OfChild):
    """Show a section of one's own signed note to these guardians as well; `section` counts from 0."""

    note: str
    section: int
    persons: tuple[str, ...]


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
