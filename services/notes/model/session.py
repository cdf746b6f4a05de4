"""A session (FHIR Encounter) of a child with a practitioner."""

from dataclasses import dataclass
from datetime import datetime

MINUTES_MIN = 5  # a call in a crisis is a session
MINUTES_MAX = 8 * 60  # a whole day of observation at school; more is a typing error
AHEAD_DAYS_MAX = 730  # nobody plans further; a later year is a typing error
BEHIND_DAYS_MAX = 3650  # sessions of an earlier record may be entered


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Planned, or held and entered afterwards. `minutes` is its planned length."""

    id: str
    child: str
    clinic: str
    practitioner: str
    starts_at: datetime
    minutes: int
