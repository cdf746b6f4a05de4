"""HTTP to commands and queries. The marks open the door by role; who may touch which child is decided behind it."""

from typing import Any

from kernel.auth.principal import Kind, Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.goals import commands, queries, schemas

blueprint = Blueprint("goals", __name__, description="Shared goals and progress")
BLUEPRINTS = [blueprint]

CLINICAL = (Role.THERAPIST, Role.SUPERVISOR)
GOALS = "/children/<string:child>/goals"


@blueprint.post(GOALS)
@allow(*CLINICAL)
@blueprint.arguments(schemas.NewGoal)
@blueprint.response(201, schemas.GoalReference)
def propose_goal(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Put a goal up for agreement."""
    return run(commands.ProposeGoal(child=child, **schemas.listed(body, "levels")))


@blueprint.get(GOALS)
@allow(*CLINICAL, Kind.GUARDIAN)
@blueprint.response(200, schemas.Goals)
def list_goals(child: str) -> dict[str, Any]:
    """Goals for this reader."""
    return queries.goals(reader(), child)


@blueprint.post(f"{GOALS}/<string:goal>/agreement")
@allow(*CLINICAL)
@blueprint.response(200, schemas.GoalReference)
def agree_goal(child: str, goal: str) -> dict[str, Any]:
    """All voices agree; the goal is worked on from now."""
    return run(commands.AgreeGoal(child=child, goal=goal))


@blueprint.post(f"{GOALS}/<string:goal>/updates")
@allow(*CLINICAL)
@blueprint.arguments(schemas.NewUpdate)
@blueprint.response(201, schemas.UpdateReference)
def record_progress(body: dict[str, Any], child: str, goal: str) -> dict[str, Any]:
    """Enter one rating; a shared one goes to the adults who may know."""
    return run(commands.RecordProgress(child=child, goal=goal, **body))


@blueprint.get("/children/<string:child>/updates/<string:update>")
@allow(*CLINICAL, Kind.GUARDIAN)
@blueprint.response(200, schemas.UpdateText)
def read_update(child: str, update: str) -> dict[str, Any]:
    """One rating in words."""
    return queries.update(reader(), child, update)
