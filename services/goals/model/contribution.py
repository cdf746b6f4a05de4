"""What the family brings in words: background, concerns to be answered, and what the child likes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.kind import Sealed
from services.goals.model.voice import Voice

TEXT_CHARACTERS_MAX = 4_000
ANSWER_CHARACTERS_MAX = 2_000


class Topic(StrEnum):
    """The parts of the background form, a concern, and the card about the child."""

    HISTORY = "history"
    FAMILY = "family"
    RECENT_EVENTS = "recent-events"
    CHALLENGES = "challenges"
    CONCERN = "concern"
    ABOUT_ME = "about-me"


BACKGROUND = frozenset({Topic.HISTORY, Topic.FAMILY, Topic.RECENT_EVENTS, Topic.CHALLENGES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One person's words, verbatim. A later wording of the same topic is another one; a concern is answered or not."""

    id: str
    child: str
    clinic: str
    topic: Topic
    voice: Voice
    text: Sealed
    by: str
    at: datetime
    released: bool = False
    answer: Sealed | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """A concern that nobody has answered."""
        return self.topic is Topic.CONCERN and self.answered_at is None
