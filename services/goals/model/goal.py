"""A goal between three voices: how it is put, how far it is agreed, and its five levels. All words are sealed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.kind import Sealed
from services.goals.model.voice import Agreement, Voice

LEVELS = (-2, -1, 0, 1, 2)  # Goal Attainment Scaling: much less than expected ... expected ... much more
LEVEL_MIN, LEVEL_MAX = LEVELS[0], LEVELS[-1]
WEIGHT_MIN, WEIGHT_MAX = 1, 10  # importance as clinicians give it; only the proportions count
STATEMENT_CHARACTERS_MAX = 500  # a goal is one or two sentences
LEVEL_CHARACTERS_MAX = 500
WISH_CHARACTERS_MAX = 2_000  # what the proposer would like or rather not
REASON_CHARACTERS_MAX = 1_000
UNIT_CHARACTERS_MAX = 40  # "nights a week"
AMOUNT_MAX = 10_000  # of whatever is counted
GOALS_LIVE_MAX = 20  # open goals of a child; families follow three


class Status(StrEnum):
    """Where a goal stands between the voices."""

    PROPOSED = "proposed"
    DISCUSSED = "discussed"
    AGREED = "agreed"
    DECLINED = "declined"
    PARKED = "parked"
    ACHIEVED = "achieved"


OPEN = (Status.PROPOSED, Status.DISCUSSED, Status.AGREED)
HELD = frozenset({Status.AGREED, Status.ACHIEVED})
"""What everybody concerned works on, or did."""


class GoalKind(StrEnum):
    """Whose growth it is about: the child's, that between child and parent, or a parent's own."""

    SHARED = "shared"
    RELATIONSHIP = "relationship"
    PARALLEL = "parallel"


class Context(StrEnum):
    """Where it shows."""

    HOME = "home"
    SCHOOL = "school"
    SESSION = "session"


class Measure(StrEnum):
    """How one will know: the ladder, a family's 0 to 10, a count, minutes."""

    GAS = "gas"
    GBO = "gbo"
    COUNT = "count"
    DURATION = "duration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What makes a goal specific, measurable and dated. `household` is one of the child's homes, None for all."""

    behaviour: Sealed
    contexts: tuple[Context, ...]
    household: str | None
    measure: Measure
    unit: Sealed | None
    baseline: int
    target: int
    review_on: str  # a calendar day, ISO 8601


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """`levels` are the words for -2, -1, 0, +1, +2 in that order, none yet for a proposal that nobody has discussed.

    `baseline` is where the child started. `weight` is None when the child's goals carry none: all or no goals of a
    clinic are weighted. `voice` is whose goal it is, `proposed_by` who entered it. `owner`: the guardian whose own
    (parallel) goal it is. `revision` counts the wordings; whoever agrees, agrees to one of them.
    """

    id: str
    child: str
    clinic: str
    statement: Sealed
    levels: tuple[Sealed, ...]
    baseline: int | None
    weight: int | None
    status: Status
    proposed_by: str
    proposed_at: datetime
    agreed_by: str | None
    agreed_at: datetime | None
    kind: GoalKind = GoalKind.SHARED
    voice: Voice = Voice.THERAPIST
    voices: tuple[Voice, ...] = (Voice.THERAPIST,)
    agreements: tuple[Agreement, ...] = ()
    plan: Plan | None = None
    wish: Sealed | None = None
    reason: Sealed | None = None
    owner: str | None = None
    revision: int = 1
    changed_at: datetime | None = None

    def level_words(self, level: int) -> Sealed:
        """The sealed words of one level."""
        return self.levels[LEVELS.index(level)]
