"""A session (FHIR Encounter) of a child with a practitioner."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MINUTES_MIN = 5  # a call in a crisis is a session
MINUTES_MAX = 8 * 60  # a whole day of observation at school; more is a typing error
AHEAD_DAYS_MAX = 730  # nobody plans further; a later year is a typing error
BEHIND_DAYS_MAX = 3650  # sessions of an earlier record may be entered

SEGMENTS_MAX = 12  # parts of one session
ATTENDEES_MAX = 20  # adults in one part


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a session, from one minute to another, and the adults who were there besides child and practitioner."""

    code: str
    from_minute: int
    to_minute: int
    attendees: tuple[str, ...]


class CancelReason(StrEnum):
    """Why a session does not take place."""

    BY_FAMILY = "by-family"
    BY_CLINIC = "by-clinic"
    ILLNESS = "illness"
    WEATHER = "weather"
    ENTERED_IN_ERROR = "entered-in-error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """Who said so, when and why."""

    reason: CancelReason
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Planned, or held and entered afterwards. `minutes` is its planned length. `segments`: who was there, and when.

    `documented` is the signed note that tells of it.
    """

    id: str
    child: str
    clinic: str
    practitioner: str
    starts_at: datetime
    minutes: int
    segments: tuple[Segment, ...] = ()
    documented: str | None = None
    cancelled: Cancellation | None = None
