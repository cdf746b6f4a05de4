"""Notes: load, check who asks, seal, decide."""

from collections.abc import Callable, Sequence
from typing import Any

from kernel.crypto import KEYS
from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.store.port import Wanted
from kernel.work import Work
from services.notes import gateways
from services.notes.commands import AddAddendum, ShareSection, SignNote, VoidNote
from services.notes.decisions import notes, publishing, sections, texts
from services.notes.handlers import search
from services.notes.handlers.concerns import raised
from services.notes.handlers.reach import adults, note_of
from services.notes.model.note import (
    ADDENDUM_CHARACTERS_MAX,
    REASON_CHARACTERS_MAX,
    Addendum,
    Visibility,
    Voiding,
)
from services.notes.model.supervision import supervision_id
from services.notes.repository import CHILDREN, CONCERNS, NOTES, SESSIONS, SUPERVISIONS, template_of


def sign_note(command: SignNote, work: Work) -> Decision:
    """Note and concern become facts together."""
    child, note = note_of(command.child, command.note, work)
    notes.require_own_draft(note, work.actor, command.revision)
    session = work.load(SESSIONS, note.session) if note.session else None
    signed = notes.signed(note, template_of(work, note), session, work.now)
    also = raised(child, command.concern, note.clinic, note.id, work) if command.concern else None
    supervision = work.known(SUPERVISIONS, supervision_id(note.clinic, note.author))
    supervised = supervision is not None and supervision.ended_at is None
    return notes.signature(signed, session, also, supervised)


def share_section(command: ShareSection, work: Work) -> Decision:
    """By its author, for guardians who may know it at this moment."""
    child, note = note_of(command.child, command.note, work)
    section = publishing.shareable(note, command.section, work.actor)
    known = adults(child, command.persons, work)
    attendees = [item.attendees for item in note.segments if item.code == section.segment]
    there = known if section.segment is None else known.intersection(*attendees)
    sections.require_persons(Visibility.PERSONS, command.persons, there)
    answers = {person: gateways.may_be_told_detail(work, child.id, person) for person in command.persons}
    publishing.require_permitted(answers)
    return publishing.shared(note, command.section, frozenset(command.persons))


def add_addendum(command: AddAddendum, work: Work) -> Decision:
    """Anybody who may read the note as staff may add to it, in their own name."""
    child, note = note_of(command.child, command.note, work)
    texts.checked(command.text, "text", ADDENDUM_CHARACTERS_MAX)
    sections.require_persons(command.visibility, command.persons, adults(child, command.persons, work))
    addendum = Addendum(
        id=work.new_id(),
        text=work.seal(child.id, command.text),
        visibility=command.visibility,
        persons=tuple(sorted(set(command.persons))),
        author=work.actor.person,
        added_at=work.now,
    )
    return notes.added(note, addendum)


def void_note(command: VoidNote, work: Work) -> Decision:
    """The note stays, marked."""
    _, note = note_of(command.child, command.note, work)
    texts.checked(command.words, "words", REASON_CHARACTERS_MAX)
    words = work.seal(note.child, command.words)
    voiding = Voiding(reason=command.reason, words=words, voided_by=work.actor.person, voided_at=work.now)
    session = work.known(SESSIONS, note.session) if note.session else None
    return notes.voided(note, voiding, work.actor, session)


COMMANDS: dict[type, CommandHandler] = {
    SignNote: sign_note,
    ShareSection: share_section,
    AddAddendum: add_addendum,
    VoidNote: void_note,
}



def _signing_ahead(command: SignNote) -> list[Wanted]:
    return [
        Wanted(CHILDREN.collection, (command.child,)),
        Wanted(NOTES.collection, (command.note,)),
        Wanted(CONCERNS.collection, (command.child,), "child"),
        Wanted(KEYS, (command.child,)),
        *search.ahead(command.child, command.note),
    ]


FORESEES: dict[type, Callable[[Any], Sequence[Wanted]]] = {SignNote: _signing_ahead}
