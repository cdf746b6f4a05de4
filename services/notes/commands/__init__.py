"""What can be asked of the service to change, one module per subject."""

from services.notes.commands.concerns import CloseConcern, ConcernDraft, RaiseConcern
from services.notes.commands.notes import AddAddendum, ReviseNote, SectionDraft, SignNote, VoidNote, WriteNote
from services.notes.commands.sessions import ScheduleSession

__all__ = [
    "AddAddendum",
    "CloseConcern",
    "ConcernDraft",
    "RaiseConcern",
    "ReviseNote",
    "ScheduleSession",
    "SectionDraft",
    "SignNote",
    "VoidNote",
    "WriteNote",
]
