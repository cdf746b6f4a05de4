"""What helps: strategies that the family keeps, whether they keep working, and what guardians say of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.kind import Sealed

TEXT_CHARACTERS_MAX = 1_000
WORDS_CHARACTERS_MAX = 2_000
STRATEGIES_MAX = 40  # of a child in a clinic, those that are kept
CHECKS_MAX = 60  # of one strategy; five years of monthly looks
FEEDBACK_MAX = 500  # newest words of a child's guardians
CLINIC_FEEDBACK_MAX = 5_000  # newest words of a clinic's guardians that a figure is made of


class StrategyKind(StrEnum):
    """Something the child is good at, or something to do that keeps what was reached."""

    STRENGTH = "strength"
    MAINTENANCE = "maintenance"


class Working(StrEnum):
    """The answer to "keeps working?"."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class About(StrEnum):
    """What a guardian's word is about: a strategy of the plan, or how it is to work with the therapist."""

    STRATEGY = "strategy"
    THERAPIST = "therapist"


class Verdict(StrEnum):
    """How it went, without blame."""

    WORKED = "worked"
    MIXED = "mixed"
    NOT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One look at whether it keeps working."""

    working: Working
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """`review_on`: the next look at it. A strategy that is put down is no longer looked at."""

    id: str
    child: str
    clinic: str
    kind: StrategyKind
    goal: str | None
    text: Sealed
    review_on: str
    made_by: str
    made_at: datetime
    checks: tuple[Check, ...] = ()
    ended_at: datetime | None = None

    def is_due(self, today: str) -> bool:
        """Its look is due."""
        return self.ended_at is None and self.review_on <= today


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One guardian's word on one thing; a later word of theirs replaces it."""

    id: str
    child: str
    clinic: str
    network: str
    about: About
    strategy: str | None
    verdict: Verdict
    words: Sealed | None
    by: str
    at: datetime
