"""Notes: load, check who asks, seal, decide."""

from collections.abc import Callable, Sequence
from typing import Any

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.store.port import Wanted
from kernel.work import Work
from services.notes.commands import AddAddendum, ReviseNote, SectionDraft, SignNote, VoidNote, WriteNote
from services.notes.decisions import access, notes, texts
from services.notes.handlers.concerns import raised
from services.notes.handlers.reach import adults, clinical, note_of
from services.notes.model.child import Child
from services.notes.model.note import (
    ADDENDUM_CHARACTERS_MAX,
    REASON_CHARACTERS_MAX,
    Addendum,
    Section,
    Visibility,
    Voiding,
)
from services.notes.model.templates import Template, latest, version_of
from services.notes.repository import CHILDREN, NOTES, SESSIONS


def write_note(command: WriteNote, work: Work) -> Decision:
    """A draft of the one who is signed in."""
    child, clinics = clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    session = work.known(SESSIONS, command.session) if command.session else None
    if command.session:
        notes.require_session(session, command.child, command.clinic)
    template = latest(command.template)
    beginning = notes.Beginning(
        id=work.new_id(),
        child=child.id,
        clinic=command.clinic,
        author=work.actor.person,
        template=template,
        session=session,
        at=work.now,
    )
    return notes.written(beginning, _sealed_sections(child, template, command.sections, work))


def revise_note(command: ReviseNote, work: Work) -> Decision:
    """The author's next revision."""
    child, note = note_of(command.child, command.note, work)
    notes.require_own_draft(note, work.actor, command.revision)
    template = version_of(note.template, note.template_version)
    return notes.revised(note, _sealed_sections(child, template, command.sections, work), work.now)


def sign_note(command: SignNote, work: Work) -> Decision:
    """Note and concern become facts together."""
    child, note = note_of(command.child, command.note, work)
    notes.require_own_draft(note, work.actor, command.revision)
    session = work.load(SESSIONS, note.session) if note.session else None
    locked, event = notes.signed(note, session, work.now)
    also = raised(child, command.concern, note.clinic, note.id, work) if command.concern else None
    return notes.signature(locked, event, also)


def add_addendum(command: AddAddendum, work: Work) -> Decision:
    """Anybody who may read the note as staff may add to it, in their own name."""
    child, note = note_of(command.child, command.note, work)
    texts.checked(command.text, "text", ADDENDUM_CHARACTERS_MAX)
    notes.require_persons(command.visibility, command.persons, adults(child, command.persons, work))
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
    return notes.voided(note, voiding, work.actor)


def _sealed_sections(
    child: Child, template: Template, drafts: tuple[SectionDraft, ...], work: Work
) -> tuple[Section, ...]:
    named = {person for draft in drafts for person in draft.persons}
    fitting = notes.checked_sections(template, drafts, adults(child, named, work))
    return tuple(
        Section(
            kind=draft.kind,
            text=work.seal(child.id, draft.text),
            visibility=draft.visibility or Visibility.PRIVATE,
            persons=tuple(sorted(set(draft.persons))),
            blank=texts.is_blank(draft.text),
        )
        for draft in fitting
    )


COMMANDS: dict[type, CommandHandler] = {
    WriteNote: write_note,
    ReviseNote: revise_note,
    SignNote: sign_note,
    AddAddendum: add_addendum,
    VoidNote: void_note,
}

FORESEES: dict[type, Callable[[Any], Sequence[Wanted]]] = {
    SignNote: lambda command: [
        Wanted(CHILDREN.collection, (command.child,)),
        Wanted(NOTES.collection, (command.note,)),
    ],
}
