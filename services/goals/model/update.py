"""The ratings of how far a goal has come. What is said about them is sealed."""

from dataclasses import dataclass
from datetime import datetime

from kernel.kind import Sealed
from services.goals.model.voice import Voice

WORDS_CHARACTERS_MAX = 2_000  # what is said about a rating


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One rating by one voice, entered by `recorded_by`. Another guardian is only ever shown a shared one.

    `informant` is the guardian who rated for themselves; None for what clinicians entered.
    """

    id: str
    child: str
    goal: str
    clinic: str
    level: int
    words: Sealed | None
    rater: Voice
    recorded_by: str
    shared: bool
    recorded_at: datetime
    informant: str | None = None
