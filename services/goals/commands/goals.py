"""Goals and how far they have come."""

from dataclasses import dataclass

from kernel.command import OfChild
from services.goals.model.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeGoal(OfChild):
    """Put a goal up for agreement. `levels` are five texts for -2..+2."""

    clinic: str
    statement: str
    levels: tuple[str, ...]
    baseline: int
    weight: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeGoal(OfChild):
    """All whose voice counts have agreed; from now on it is worked on and rated."""

    goal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordProgress(OfChild):
    """Enter one rating; `share` means it for the adults who may know."""

    goal: str
    level: int
    words: str
    rater: Voice
    share: bool
