"""One structured assessment of a child, on one day."""

from dataclasses import dataclass
from datetime import datetime

from kernel.kind import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Answers and result are sealed together. `concern`: what was raised because of it."""

    id: str
    child: str
    clinic: str
    instrument: str
    version: int
    taken_at: datetime
    taken_by: str
    recorded_at: datetime
    sealed: Sealed
    concern: str | None
