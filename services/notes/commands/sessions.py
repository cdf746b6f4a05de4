"""When a child is seen."""

from dataclasses import dataclass
from datetime import datetime

from kernel.command import OfChild


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSession(OfChild):
    """Plan a session, or enter one that took place."""

    clinic: str
    practitioner: str
    starts_at: datetime
    minutes: int
