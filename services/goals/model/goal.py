"""A goal with its five levels in words. All words are sealed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.kind import Sealed

LEVELS = (-2, -1, 0, 1, 2)  # Goal Attainment Scaling: much less than expected ... expected ... much more
LEVEL_MIN, LEVEL_MAX = LEVELS[0], LEVELS[-1]
WEIGHT_MIN, WEIGHT_MAX = 1, 10  # importance as clinicians give it; only the proportions count
STATEMENT_CHARACTERS_MAX = 500  # a goal is one or two sentences
LEVEL_CHARACTERS_MAX = 500
GOALS_LIVE_MAX = 20  # open goals of a child; families follow three


class Status(StrEnum):
    """Where a goal stands between the voices."""

    PROPOSED = "proposed"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """`levels` are the words for -2, -1, 0, +1, +2 in that order; `baseline` is where the child started.

    `weight` is None when the child's goals carry none: all or no goals of a clinic are weighted.
    """

    id: str
    child: str
    clinic: str
    statement: Sealed
    levels: tuple[Sealed, ...]
    baseline: int
    weight: int | None
    status: Status
    proposed_by: str
    proposed_at: datetime
    agreed_by: str | None
    agreed_at: datetime | None

    def level_words(self, level: int) -> Sealed:
        """The sealed words of one level."""
        return self.levels[LEVELS.index(level)]
