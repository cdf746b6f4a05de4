"""A session in which several children of a family sat together."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSession:
    """What was said there is of every child who was there. Recorded once, for all of them."""

    id: str
    child: str  # on whose stream it was recorded
    network: str
    session: str
    participants: tuple[str, ...]  # this child included
    recorded_by: str
    recorded_at: datetime
