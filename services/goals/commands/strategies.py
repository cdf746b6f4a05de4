"""What helps, and what guardians say of it."""

from dataclasses import dataclass

from kernel.command import OfChild
from services.goals.model.strategy import About, StrategyKind, Verdict, Working


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepStrategy(OfChild):
    """Put a strategy into the plan, with the day on which it is looked at."""

    clinic: str
    kind: StrategyKind
    goal: str | None
    text: str
    review_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckStrategy(OfChild):
    """Whether it keeps working, and when it is looked at next; None: it is put down."""

    strategy: str
    working: Working
    review_on: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveFeedback(OfChild):
    """A guardian's word on a strategy, or on how it is to work with the therapist."""

    clinic: str
    about: About
    strategy: str | None
    verdict: Verdict
    words: str
