"""Which parts of a note a reader is shown. Filtering only: what is left out leaves no gap, number or name behind."""

from dataclasses import dataclass

from kernel.auth.principal import Principal
from services.notes.decisions.access import supervises
from services.notes.model.answer import Answer
from services.notes.model.note import Addendum, Note, NoteState, Section, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What is left of a note for one reader."""

    sections: tuple[Section, ...]
    addenda: tuple[Addendum, ...]


def staff_may_see(note: Note, asker: Principal, clinics: frozenset[str]) -> bool:
    """Within reach; a draft belongs to its author and to those who supervise the author."""
    if note.clinic not in clinics:
        return False
    return note.state is not NoteState.DRAFT or note.author == asker.person or supervises(asker, note.clinic)


def staff_parts(note: Note, asker: Principal) -> Parts:
    """A private part is for whoever wrote it and for supervisors of the clinic, any other for the care team too."""
    everything = supervises(asker, note.clinic)

    def seen(visibility: Visibility, author: str) -> bool:
        return everything or author == asker.person or visibility is not Visibility.PRIVATE

    return Parts(
        sections=tuple(section for section in note.sections if seen(section.visibility, note.author)),
        addenda=tuple(addendum for addendum in note.addenda if seen(addendum.visibility, addendum.author)),
    )


def guardian_parts(note: Note, person: str, answer: Answer) -> Parts | None:
    """The parts shared with this guardian by name while the rules permit session detail; None when nothing is left.

    The same function answers the guardian and the preview made for staff. It does not ask whether the note is signed:
    a preview is made before signing.
    """
    if not answer.permits_words or note.state is NoteState.VOIDED:
        return None
    sections = tuple(section for section in note.sections if _shared(section, person))
    addenda = tuple(addendum for addendum in note.addenda if _shared(addendum, person))
    return Parts(sections=sections, addenda=addenda) if sections or addenda else None


def _shared(part: Section | Addendum, person: str) -> bool:
    return part.visibility is Visibility.PERSONS and person in part.persons
