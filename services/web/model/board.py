"""The safety board: one case per thing that had to be told, and how far the telling has come.

The events of three services arrive in any order across topics. What notes and consent say of an item is one document
(`BoardCase`, by item), what notifications says of a disclosure another (`Progress`, by disclosure): neither waits for
the other.
"""

from dataclasses import dataclass
from datetime import datetime

SAFETY_CLASS = "safety-concern"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultOutcome:
    """What the rules decided for one adult."""

    person: str
    outcome: str
    obligations: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDuty:
    """Who must be told or asked, by when."""

    kind: str
    bearer: str
    persons: tuple[str, ...]
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCase:
    """A concern or a shared update. Fields that have not been heard of yet are None or empty."""

    id: str  # `<owning service>:<item>`
    child: str
    item_service: str
    item: str
    clinic: str
    disclosure: str | None = None
    disclosure_class: str = SAFETY_CLASS
    kind: str | None = None
    severity: str | None = None
    raised_by: str | None = None
    opened_at: datetime
    adults: tuple[AdultOutcome, ...] = ()
    duties: tuple[CaseDuty, ...] = ()
    on_call: tuple[str, ...] = ()
    about: tuple[str, ...] = ()  # from whom the harm is said to come: they see nothing of it, as staff neither
    position: int = 0
    closed_at: datetime | None = None
    closed_by: str | None = None
    close_reason: str | None = None
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeState:
    """The newest state of one notice."""

    notice: str
    person: str
    channel: str
    state: str
    reason: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementState:
    """What one adult did last."""

    person: str
    engagement: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTask:
    """What a human must do or has done."""

    task: str
    code: str = ""
    assignees: tuple[str, ...] = ()
    due: datetime | None = None
    outcome: str | None = None
    done_by: str | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`id` is the disclosure."""

    id: str
    child: str
    ladder: str | None = None
    rung: int = 0
    owner: str | None = None
    next_due: datetime | None = None
    ends_at: datetime | None = None
    ladder_at: datetime | None = None
    notices: tuple[NoticeState, ...] = ()
    engagements: tuple[EngagementState, ...] = ()
    tasks: tuple[CaseTask, ...] = ()
