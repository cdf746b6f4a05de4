"""Who of a clinic is on call when: dated shifts, kept as moments."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One person, from `since` up to, not including, `until` (UTC). `zone` is whose wall clock it was entered in."""

    id: str
    person: str
    since: datetime
    until: datetime
    zone: str
    entered_by: str
    entered_at: datetime

    def covers(self, moment: datetime) -> bool:
        """Theirs at that moment."""
        return self.since <= moment < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """All shifts of one clinic that are not long over. `id` is the clinic."""

    id: str
    shifts: tuple[Shift, ...] = ()
