"""Breaking the glass: an access that no care team gives, on record with its reason until somebody has reviewed it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import DisclosureClass
from kernel.kind import Sealed


class GlassReason(StrEnum):
    """Why a clinician must read now about a child whom they do not look after."""

    CRISIS = "crisis"
    WALK_IN = "walk-in"  # the child is here and nobody of the team is
    COVERING = "covering"  # standing in for an absent colleague
    OTHER = "other"


class Finding(StrEnum):
    """What the privacy officer makes of it."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not-justified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Somebody else has looked at it."""

    by: str
    at: datetime
    finding: Finding
    words: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One person, one child, named classes, a short time. With `refused` nothing was opened: it was only tried."""

    id: str
    child: str
    network: str
    clinic: str
    person: str
    classes: tuple[DisclosureClass, ...]
    reason: str
    words: Sealed | None
    opened_at: datetime
    until: datetime
    review_due: datetime
    refused: str | None = None
    attempts: int = 1
    ended_at: datetime | None = None
    ended_by: str | None = None
    review: Review | None = None
    reviewed: bool = False  # as `review`, for looking up what waits

    def holds(self, at: datetime) -> bool:
        """Something may be read through it at this moment."""
        ends = self.until if self.ended_at is None else min(self.ended_at, self.until)
        return self.refused is None and self.opened_at <= at < ends

    def opens(self, disclosure_class: DisclosureClass, at: datetime) -> bool:
        """This class of thing may be read through it at this moment."""
        return disclosure_class in self.classes and self.holds(at)

    def overdue(self, at: datetime) -> bool:
        """Nobody has reviewed it in time."""
        return not self.reviewed and self.review_due <= at
