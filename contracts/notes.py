"""What `notes` publishes: that a note, session or concern exists and what became of it; never a word of it."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import ChildTold, ConcernKind, EpisodeStage, InvitationPurpose, Severity
from kernel.contract import Code, Event, Id


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionScheduled(Event, type="notes.session-scheduled", version=1):
    """A session (FHIR Encounter) is planned or took place."""

    child: Id
    session: Id
    clinic: Id
    practitioner: Id
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCancelled(Event, type="notes.session-cancelled", version=1):
    """A planned session does not take place."""

    child: Id
    session: Id
    clinic: Id
    reason: Code
    cancelled_by: Id
    cancelled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianInvited(Event, type="notes.guardian-invited", version=1):
    """A clinician has approved that this guardian is asked into a session."""

    child: Id
    invitation: Id
    session: Id
    clinic: Id
    person: Id
    purpose: InvitationPurpose
    invited_by: Id
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSigned(Event, type="notes.note-signed", version=1):
    """A progress note became part of the record. `observations`: those from home that it rests on."""

    child: Id
    note: Id
    session: Id | None
    clinic: Id
    author: Id
    template: Code
    signed_at: datetime
    observations: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernRaised(Event, type="notes.concern-raised", version=1):
    """Somebody is worried about the child's safety. `about` is the adult the harm is said to come from."""

    child: Id
    concern: Id
    note: Id | None
    clinic: Id
    kind: ConcernKind
    severity: Severity
    about: tuple[Id, ...]
    child_told: ChildTold
    raised_by: Id
    raised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernClosed(Event, type="notes.concern-closed", version=1):
    """Staff have dealt with it; the reason is a code, its words stay in the record."""

    child: Id
    concern: Id
    clinic: Id
    reason: Code
    closed_by: Id
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StageChanged(Event, type="notes.stage-changed", version=1):
    """An episode of care came to another stage or, with `ending` (`planned`, `unplanned`), to its end in this one."""

    child: Id
    clinic: Id
    stage: EpisodeStage
    changed_by: Id
    changed_at: datetime
    ending: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSettled(Event, type="notes.item-settled", version=1):
    """What an item asked for is done or void: whoever has not been told of it yet need not be any more."""

    child: Id
    item: Id
    reason: Code
    settled_at: datetime


EVENTS = (
    SessionScheduled,
    SessionCancelled,
    GuardianInvited,
    NoteSigned,
    ConcernRaised,
    ConcernClosed,
    StageChanged,
    ItemSettled,
)
