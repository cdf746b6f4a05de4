"""Which parts of a note a reader is shown. Filtering only: what is left out leaves no gap, number or name behind."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from contracts.codes import DisclosureClass
from kernel.auth.principal import Principal
from services.notes.decisions.access import supervises
from services.notes.model.answer import Answer
from services.notes.model.note import Addendum, Note, NoteState, Section, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What is left of a note for one reader."""

    sections: tuple[Section, ...]
    addenda: tuple[Addendum, ...]


def staff_may_see(note: Note, asker: Principal, clinics: frozenset[str], accused: datetime | None) -> bool:
    """Within reach; what was never signed belongs to its author and to those who supervise the author.

    `accused` is since when an open concern is about the asker: what others wrote since then may tell of it.
    """
    if note.clinic not in clinics:
        return False
    if note.author == asker.person:
        return True
    if asker.person in note.contributors and accused is None:
        return True
    if since(accused, note.signed_at):
        return False
    return note.signed_at is not None or supervises(asker, note.clinic)


def staff_parts(note: Note, asker: Principal) -> Parts:
    """A private part is for whoever wrote it and for supervisors of the clinic, any other for the care team too.

    The author of the note, who signs all of it, sees every section.
    """
    everything = supervises(asker, note.clinic)

    def seen(visibility: Visibility, author: str) -> bool:
        return everything or author == asker.person or visibility is not Visibility.PRIVATE

    return Parts(
        sections=tuple(
            section
            for section in note.sections
            if note.author == asker.person or seen(section.visibility, section.author or note.author)
        ),
        addenda=tuple(addendum for addendum in note.addenda if seen(addendum.visibility, addendum.author)),
    )


def labels_for(note: Note, person: str) -> frozenset[DisclosureClass]:
    """What the parts shared with this guardian are besides session detail: each must be asked for."""
    return frozenset(label for section in note.sections if _shared(section, person) for label in section.labels)


def guardian_parts(
    note: Note,
    person: str,
    answer: Answer,
    accused: datetime | None,
    permitted: Collection[DisclosureClass] = (),
) -> Parts | None:
    """The parts shared with this guardian by name while the rules permit session detail; None when nothing is left.

    A part of a joint session is for whoever was there; a labelled part needs every one of its labels `permitted` too.

    Whoever an open concern is about, since `accused`, is shown nothing signed since: the rules hear of a concern a
    moment after it was raised. What was there before is theirs to decide alone, since a view that empties tells.

    The same function answers the guardian and the preview made for staff. It does not ask whether the note is signed:
    a preview is made before signing.
    """
    if not answer.permits_words or note.state is NoteState.VOIDED or since(accused, note.signed_at):
        return None
    there = {segment.code for segment in note.segments if person in segment.attendees}
    sections = tuple(
        section
        for section in note.sections
        if _shared(section, person)
        and not section.blank
        and (section.segment is None or section.segment in there)
        and set(section.labels) <= set(permitted)
    )
    addenda = tuple(
        addendum for addendum in note.addenda if _shared(addendum, person) and not since(accused, addendum.added_at)
    )
    return Parts(sections=sections, addenda=addenda) if sections or addenda else None


def since(accused: datetime | None, written: datetime | None) -> bool:
    """Whether it was written since the reader has been accused. What is not signed yet counts as written now."""
    return accused is not None and (written is None or written >= accused)


def _shared(part: Section | Addendum, person: str) -> bool:
    return part.visibility is Visibility.PERSONS and person in part.persons
