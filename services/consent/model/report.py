"""That an authority was told: the one disclosure outside the family that is made by telephone, not by this platform."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Made by a human, who said so when they finished the task."""

    id: str  # the task's
    child: str
    disclosure: str
    recipient: str
    by: str
    at: datetime
