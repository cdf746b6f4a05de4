"""Conversations as the lists of staff need them: whose turn it is and until when. No words."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadCard:
    """One guardian's conversation with one clinic, as it stood at `revision`."""

    id: str
    child: str
    clinic: str
    person: str
    category: str
    lane: str
    state: str
    change: str
    revision: int
    promised_at: datetime | None
    acknowledged_at: datetime | None
    review: str | None
    about: tuple[str, ...]
    changed_at: datetime
    waits: bool  # the clinic owes an answer, or somebody must look at it for safety
