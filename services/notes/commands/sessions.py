"""When a child is seen."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import InvitationPurpose
from kernel.command import OfChild
from services.notes.model.invitation import ChildSays
from services.notes.model.session import CancelReason, Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSession(OfChild):
    """Plan a session, or enter one that took place."""

    clinic: str
    practitioner: str
    starts_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelSession(OfChild):
    """A planned session does not take place."""

    session: str
    reason: CancelReason


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttendance(OfChild):
    """Who was there in which part of a session that has begun; replaces what was recorded before."""

    session: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeInvitation(OfChild):
    """Ask a guardian into a session, once a clinician has approved it."""

    session: str
    person: str
    purpose: InvitationPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveInvitation(OfChild):
    """Let it go out. Where the child objects, `despite` says why it is right all the same."""

    invitation: str
    child_says: ChildSays
    despite: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawInvitation(OfChild):
    """It does not hold any more."""

    invitation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInvitation(OfChild):
    """The guardian's own yes or no."""

    invitation: str
    coming: bool
