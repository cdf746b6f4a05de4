"""Who asks, and what they may lay hands on: the first lines of every handler."""

from kernel.errors import NotFound
from kernel.work import Work
from services.goals.decisions import access
from services.goals.model.child import Child
from services.goals.model.goal import Goal
from services.goals.repository import CHILDREN, GOALS


def clinical(child_id: str, work: Work) -> tuple[Child, frozenset[str]]:
    """The child and the clinics through which the asker works with it; NotFound when there are none."""
    return access.reached(work.known(CHILDREN, child_id), work.actor)


def goal_of(child_id: str, id: str, work: Work) -> Goal:
    """A goal of a clinic through which the asker works with the child."""
    _, clinics = clinical(child_id, work)
    goal = work.load(GOALS, id)
    if goal.child != child_id or goal.clinic not in clinics:
        raise NotFound("no-such-goal")
    return goal
