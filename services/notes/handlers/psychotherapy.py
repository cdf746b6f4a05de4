"""Psychotherapy notes: load, check that it is the author, seal twice, decide."""

from kernel.decision import Decision
from kernel.kind import Sealed
from kernel.service import CommandHandler
from kernel.work import Work
from services.notes.commands.psychotherapy import (
    RevisePsychotherapyNote,
    WithdrawPsychotherapyNote,
    WritePsychotherapyNote,
)
from services.notes.decisions import access, notes, psychotherapy, texts
from services.notes.handlers.reach import clinical
from services.notes.model.psychotherapy import TEXT_CHARACTERS_MAX, PsychotherapyNote, key_scope
from services.notes.repository import PSYCHOTHERAPY, SESSIONS


def write(command: WritePsychotherapyNote, work: Work) -> Decision:
    """By whoever treats the child."""
    child, clinics = clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    if command.session:
        notes.require_session(work.known(SESSIONS, command.session), command.child, command.clinic)
    made = PsychotherapyNote(
        id=work.new_id(),
        child=child.id,
        clinic=command.clinic,
        author=work.actor.person,
        session=command.session,
        text=_sealed(child.id, command.text, work),
        revision=1,
        created_at=work.now,
        changed_at=work.now,
    )
    return psychotherapy.written(made)


def revise(command: RevisePsychotherapyNote, work: Work) -> Decision:
    """By its author."""
    note = _own(command.child, command.note, work)
    return psychotherapy.revised(note, _sealed(note.child, command.text, work), command.revision, work.now)


def withdraw(command: WithdrawPsychotherapyNote, work: Work) -> Decision:
    """Likewise."""
    return psychotherapy.withdrawn(_own(command.child, command.note, work), command.revision, work.now)


def _own(child: str, id: str, work: Work) -> PsychotherapyNote:
    _, clinics = clinical(child, work)
    note = work.load(PSYCHOTHERAPY, id)
    psychotherapy.require_author(note, child, work.actor, clinics)
    return note


def _sealed(child: str, text: str, work: Work) -> Sealed:
    words = texts.checked(text, "text", TEXT_CHARACTERS_MAX)
    return work.seal(child, work.seal(key_scope(child), words))


COMMANDS: dict[type, CommandHandler] = {
    WritePsychotherapyNote: write,
    RevisePsychotherapyNote: revise,
    WithdrawPsychotherapyNote: withdraw,
}
