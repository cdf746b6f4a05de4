"""A step upwards that was reached for the first time, and the child's word on whether it is celebrated."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One for each level of a goal. `permitted` is None until the child has been asked. `cheers`: who was glad."""

    id: str
    child: str
    clinic: str
    goal: str
    level: int
    update: str
    reached_at: datetime
    permitted: bool | None = None
    celebrated_at: datetime | None = None
    cheers: tuple[str, ...] = ()
