"""A progress note: sections sealed one by one, each with its own visibility, in a container that locks when signed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import DisclosureClass
from kernel.kind import Sealed
from services.notes.model.session import Segment

SECTIONS_MAX = 40  # the longest template has nine; a family session repeats some of them per segment
SECTION_CHARACTERS_MAX = 20_000  # about eight printed pages; 40 of them stay well under the store's document limit
ADDENDA_MAX = 50  # same document, same reason
ADDENDUM_CHARACTERS_MAX = 20_000
RETURNS_MAX = 20  # rounds between author and supervisor; after that they talk
REASON_CHARACTERS_MAX = 4_000
CITES_MAX = 50  # observations a note can rest on
CONTRIBUTORS_MAX = 5  # colleagues who write a part of a draft
SOURCES_MAX = 20  # notes one section was made from
PERSONS_MAX = 20  # guardians a section can be shown to


class Visibility(StrEnum):
    """Who may see a section: the author and supervising staff, the clinic's care team, or guardians by name as well."""

    PRIVATE = "private"
    CARE_TEAM = "care-team"
    PERSONS = "persons"


class NoteState(StrEnum):
    """A draft belongs to its author; a signed note to the record; a voided one stays in it, marked.

    A note of a supervised author waits, locked, for the supervisor's signature before it belongs to the record.
    """

    DRAFT = "draft"
    AWAITING = "awaiting-cosignature"
    SIGNED = "signed"
    VOIDED = "voided"


class VoidReason(StrEnum):
    """Why a note does not count."""

    WRONG_CHILD = "wrong-child"
    DUPLICATE = "duplicate"
    ENTERED_IN_ERROR = "entered-in-error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a note. `persons` are guardians by name, empty unless the visibility says so.

    `blank` is known without opening the text: a draft keeps sections that wait for words, a signed note has none.
    `values`: what was chosen, rated or observed, sealed like the words. `verbatim`: they are somebody else's, as said.
    `segment`: the part of the session it tells of. `author`: who wrote it, where that is not the note's author.
    `labels`: what else the text is, besides session detail; each must be permitted before a guardian reads it.
    `derived_from`: the notes whose labels it took over.
    """

    kind: str
    text: Sealed
    visibility: Visibility
    persons: tuple[str, ...]
    blank: bool = False
    values: Sealed | None = None
    verbatim: bool = False
    segment: str | None = None
    author: str | None = None
    labels: tuple[DisclosureClass, ...] = ()
    derived_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum:
    """What is added after signing; it never changes what was signed."""

    id: str
    text: Sealed
    visibility: Visibility
    persons: tuple[str, ...]
    author: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What a supervisor wants changed before signing."""

    words: Sealed
    returned_by: str
    returned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiding:
    """Who said that the note does not count, when and why."""

    reason: VoidReason
    words: Sealed
    voided_by: str
    voided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """`readers` are the guardians named in any part, kept for the query that lists what one of them may be shown.

    `segments` are the parts of the session and who was there. `cites` are observations from home by their ids.
    `contributors` may write sections of their own while it is a draft.
    """

    id: str
    child: str
    clinic: str
    session: str | None
    template: str
    template_version: int
    author: str
    state: NoteState
    revision: int
    sections: tuple[Section, ...]
    addenda: tuple[Addendum, ...]
    readers: tuple[str, ...]
    created_at: datetime
    changed_at: datetime
    signed_at: datetime | None
    voiding: Voiding | None
    template_clinic: str | None = None
    segments: tuple[Segment, ...] = ()
    cites: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    handed_in_at: datetime | None = None
    cosigned_by: str | None = None
    returns: tuple[Return, ...] = ()


def readers_of(sections: tuple[Section, ...], addenda: tuple[Addendum, ...]) -> tuple[str, ...]:
    """Everybody named in any part, each once, in a stable order."""
    parts: tuple[Section | Addendum, ...] = (*sections, *addenda)
    return tuple(sorted({person for part in parts for person in part.persons}))
