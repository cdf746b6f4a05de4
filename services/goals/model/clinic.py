"""What a clinic has set for measuring and for home practice."""

from dataclasses import dataclass
from datetime import datetime

ALLIANCE_DROP = 5  # points below an informant's own mean; of 30 about one and a half standard deviations of a session
PRACTICE_CAP = 1  # "one thing this week" per child and home; above it the clinician is warned
REFERENCE_CHARACTERS_MAX = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """Under which reference the clinic may use a licensed instrument."""

    instrument: str
    reference: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicRules:
    """`id` is the clinic."""

    id: str
    network: str
    alliance_drop: int = ALLIANCE_DROP
    practice_cap: int = PRACTICE_CAP
    licences: tuple[Licence, ...] = ()

    @property
    def child(self) -> str:
        """The stream it belongs to."""
        return f"clinic:{self.id}"

    def licensed(self, instrument: str) -> bool:
        """A licence is on record."""
        return any(licence.instrument == instrument for licence in self.licences)
