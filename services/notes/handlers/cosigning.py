"""The second signature: load, check who asks, decide."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.notes.commands.cosigning import CosignNote, ReturnNote, SetSupervision
from services.notes.decisions import cosigning, texts
from services.notes.handlers.reach import note_of
from services.notes.model.note import REASON_CHARACTERS_MAX, Return
from services.notes.model.supervision import supervision_id
from services.notes.repository import SUPERVISIONS


def set_supervision(command: SetSupervision, work: Work) -> Decision:
    """By whoever supervises or administers the clinic."""
    cosigning.require_supervisor(work.actor, command.clinic)
    known = work.known(SUPERVISIONS, supervision_id(command.clinic, command.author))
    return cosigning.supervision(known, command.clinic, command.author, command.supervised, work.actor, work.now)


def cosign_note(command: CosignNote, work: Work) -> Decision:
    """The one who is signed in, and nobody else, signs."""
    _, note = note_of(command.child, command.note, work)
    return cosigning.cosigned(note, work.actor, command.revision, work.now)


def return_note(command: ReturnNote, work: Work) -> Decision:
    """With words for the author."""
    _, note = note_of(command.child, command.note, work)
    words = work.seal(note.child, texts.checked(command.words, "words", REASON_CHARACTERS_MAX))
    given = Return(words=words, returned_by=work.actor.person, returned_at=work.now)
    return cosigning.returned(note, work.actor, command.revision, given)


COMMANDS: dict[type, CommandHandler] = {
    SetSupervision: set_supervision,
    CosignNote: cosign_note,
    ReturnNote: return_note,
}
