"""Sharing a section after the note was signed: its words stay as they are, and the rules are asked first."""

from collections.abc import Mapping
from dataclasses import replace

from kernel.auth.principal import Principal
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid
from services.notes.model.answer import Answer
from services.notes.model.note import PERSONS_MAX, Note, NoteState, Section, Visibility, readers_of


def shareable(note: Note, index: int, asker: Principal) -> Section:
    """A section of one's own signed note that has words."""
    if note.author != asker.person:
        raise Forbidden("not-the-author")
    if note.state is not NoteState.SIGNED:
        raise Forbidden("note-not-signed")
    if not 0 <= index < len(note.sections):
        raise Invalid("sharing-refused", {"section": ["unknown"]})
    return note.sections[index]


def require_permitted(answers: Mapping[str, Answer]) -> None:
    """Every one of them may know it now; otherwise the rules that say no are named, and nothing is shared."""
    withheld = {person: answer for person, answer in answers.items() if not answer.permits_words}
    if withheld:
        rules = sorted({rule for answer in withheld.values() for rule in answer.rules})
        raise Forbidden("sharing-withheld", {"persons": ["withheld"], "rules": rules})


def shared(note: Note, index: int, persons: frozenset[str]) -> Decision:
    """These guardians besides those who see it already. What they see is still decided whenever they look."""
    section = note.sections[index]
    named = tuple(sorted(persons.union(section.persons)))
    if len(named) > PERSONS_MAX:
        raise Invalid("sharing-refused", {"persons": ["too-many"]})
    wider = replace(section, visibility=Visibility.PERSONS, persons=named)
    sections = (*note.sections[:index], wider, *note.sections[index + 1 :])
    changed = replace(note, sections=sections, readers=readers_of(sections, note.addenda))
    facts = {"note": note.id, "section": str(index), "persons": ",".join(sorted(persons))}
    return Decision(changes=(changed,), reply={"note": note.id, "revision": note.revision}, facts=facts)
