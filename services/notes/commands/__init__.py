"""What can be asked of the service to change, one module per subject."""

from services.notes.commands.concerns import CloseConcern, ConcernDraft, RaiseConcern
from services.notes.commands.notes import (
    AddAddendum,
    ContributeSections,
    ReviseNote,
    SectionDraft,
    ShareSection,
    SignNote,
    VoidNote,
    WriteNote,
)
from services.notes.commands.sessions import ScheduleSession
from services.notes.commands.templates import PublishTemplate, RetireTemplate

__all__ = [
    "AddAddendum",
    "CloseConcern",
    "ConcernDraft",
    "ContributeSections",
    "PublishTemplate",
    "RaiseConcern",
    "RetireTemplate",
    "ReviseNote",
    "ScheduleSession",
    "SectionDraft",
    "ShareSection",
    "SignNote",
    "VoidNote",
    "WriteNote",
]
