"""Goals between the voices, and how far they have come."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.goals import commands
from services.goals.queries import goals as kept
from services.goals.routes.doors import CHILD, CLINICAL, GOAL, GOALS
from services.goals.schemas import goals as schemas

goals = Blueprint("goals", __name__, description="Shared goals and progress")


@goals.post(GOALS)
@allow(*CLINICAL)
@goals.arguments(schemas.NewGoal)
@goals.response(201, schemas.GoalReference)
def propose_goal(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Put a goal up for agreement."""
    return run(commands.ProposeGoal(child=child, **schemas.listed(body, "levels")))


@goals.get(GOALS)
@allow(*CLINICAL, Kind.GUARDIAN)
@goals.response(200, schemas.Goals)
def list_goals(child: str) -> dict[str, Any]:
    """Goals for this reader."""
    return kept.goals(reader(), child)


@goals.post(f"{GOAL}/agreement")
@allow(*CLINICAL)
@goals.response(200, schemas.GoalReference)
def agree_goal(child: str, goal: str) -> dict[str, Any]:
    """All voices agree; the goal is worked on from now."""
    return run(commands.AgreeGoal(child=child, goal=goal))


@goals.post(f"{GOAL}/updates")
@allow(*CLINICAL)
@goals.arguments(schemas.NewUpdate)
@goals.response(201, schemas.UpdateReference)
def record_progress(body: dict[str, Any], child: str, goal: str) -> dict[str, Any]:
    """Enter one rating; a shared one goes to the adults who may know."""
    return run(commands.RecordProgress(child=child, goal=goal, **body))


@goals.get(f"{CHILD}/updates/<string:update>")
@allow(*CLINICAL, Kind.GUARDIAN)
@goals.response(200, schemas.UpdateText)
def read_update(child: str, update: str) -> dict[str, Any]:
    """One rating in words."""
    return kept.update(reader(), child, update)
