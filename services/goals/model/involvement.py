"""How far a guardian is drawn into the work, in five levels: set by clinicians, and looked at again by a day."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.kind import Sealed

REASON_CHARACTERS_MAX = 1_000
REVIEW_DAYS_MAX = 366  # no level stands for more than a year without being looked at
HISTORY_MAX = 200  # changes of a child's levels, the newest


class Action(StrEnum):
    """What a guardian may do here. What they may read is not graded: consent decides that alone."""

    SPEAK = "speak"  # background, concerns, gladness, a word on a strategy, goals of their own
    OBSERVE = "observe"  # what is seen at home, check-ins, questionnaires
    PRACTISE = "practise"  # home practice, and how far a goal has come
    SHAPE = "shape"  # goals, agreements, the vision


LEVELS: tuple[frozenset[Action], ...] = (
    frozenset(),
    frozenset({Action.SPEAK}),
    frozenset({Action.SPEAK, Action.OBSERVE}),
    frozenset({Action.SPEAK, Action.OBSERVE, Action.PRACTISE}),
    frozenset(Action),
)
"""What each level allows, 0 to 4: each step up adds one thing and takes nothing away."""
FULL = len(LEVELS) - 1  # the level of a guardian for whom nobody has set one: all that consent permits


@dataclass(frozen=True, slots=True, kw_only=True)
class Involvement:
    """One change. The newest of a guardian in a clinic counts; earlier ones stay, with who set them and why."""

    id: str
    child: str
    clinic: str
    person: str
    revision: int
    level: int
    reason: Sealed
    review_on: str
    set_by: str
    set_at: datetime
