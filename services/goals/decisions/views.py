"""Which goals a guardian may see of a child whose goals they may know of, and in which order goals are shown."""

from collections.abc import Iterable

from services.goals.model.goal import HELD, Goal, GoalKind, Status
from services.goals.model.voice import Voice


def shown_to(goal: Goal, person: str) -> bool:
    """What is agreed, what waits for the guardians' yes, and what they proposed. Never a parent's own goal."""
    if goal.kind is GoalKind.PARALLEL:
        return False
    asked = goal.status is Status.DISCUSSED and Voice.GUARDIAN in goal.voices
    return goal.status in HELD or asked or proposed_by(goal, person)


def proposed_by(goal: Goal, person: str) -> bool:
    """As a guardian, for themselves."""
    return goal.voice is Voice.GUARDIAN and goal.proposed_by == person


def childs_first(goals: Iterable[Goal]) -> list[Goal]:
    """The child sets pace and direction: their goals come first, each group as it came."""
    return sorted(goals, key=lambda goal: goal.voice is not Voice.CHILD)
