"""Goals and how far they have come."""

from dataclasses import dataclass

from kernel.command import OfChild
from services.goals.model.goal import Context, GoalKind, Measure, Status
from services.goals.model.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """SMART: what exactly, where, measured how, from what to what, looked at again when."""

    behaviour: str
    contexts: tuple[Context, ...]
    household: str | None
    measure: Measure
    unit: str
    baseline: int
    target: int
    review_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeGoal(OfChild):
    """Put a goal up for agreement. `levels` are five texts for -2..+2, or none: then the discussion finds them.

    `voice` None: the asker's own. `voices` are those whose agreement is needed besides the proposer's.
    """

    clinic: str
    statement: str
    levels: tuple[str, ...] = ()
    baseline: int | None = None
    weight: int | None = None
    voice: Voice | None = None
    voices: tuple[Voice, ...] = ()
    kind: GoalKind = GoalKind.SHARED
    wish: str = ""
    plan: PlanDraft | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussGoal(OfChild):
    """Word a goal anew after talking about it; whoever had agreed must agree again. `revision` is what was read."""

    goal: str
    revision: int
    statement: str
    levels: tuple[str, ...]
    baseline: int | None
    weight: int | None
    voices: tuple[Voice, ...]
    plan: PlanDraft | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeGoal(OfChild):
    """One voice agrees. When all that are needed have, the goal is worked on and rated.

    `voice` None: the asker's own. `revision` None: to whatever the wording is now.
    """

    goal: str
    voice: Voice | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveGoal(OfChild):
    """Decline, park, or say that it is achieved."""

    goal: str
    to: Status
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordProgress(OfChild):
    """Enter one rating; `share` means it for the adults who may know. `rater` None: the asker's own voice."""

    goal: str
    level: int
    words: str
    rater: Voice | None
    share: bool
