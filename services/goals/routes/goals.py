"""Goals between the voices, and how far they have come."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.goals import commands
from services.goals.model.goal import GoalKind, Status
from services.goals.queries import goals as kept
from services.goals.routes.doors import CHILD, CLINICAL, EITHER, GOAL, GOALS, OWN_GOALS
from services.goals.schemas import goals as schemas

goals = Blueprint("goals", __name__, description="Shared goals and progress")


@goals.post(GOALS)
@allow(*EITHER)
@goals.arguments(schemas.NewGoal)
@goals.response(201, schemas.GoalReference)
def propose_goal(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Put a goal up for agreement."""
    return run(commands.ProposeGoal(child=child, **body))


@goals.get(GOALS)
@allow(*EITHER)
@goals.response(200, schemas.Goals)
def list_goals(child: str) -> dict[str, Any]:
    """Goals for this reader, the child's first."""
    return kept.goals(reader(), child)


@goals.post(f"{GOAL}/discussion")
@allow(*CLINICAL)
@goals.arguments(schemas.NewWording)
@goals.response(200, schemas.GoalReference)
def discuss_goal(body: dict[str, Any], child: str, goal: str) -> dict[str, Any]:
    """Word it anew after talking about it; every voice is asked again."""
    return run(commands.DiscussGoal(child=child, goal=goal, **body))


@goals.post(f"{GOAL}/agreement")
@allow(*EITHER)
@goals.arguments(schemas.NewAgreement)
@goals.response(200, schemas.GoalReference)
def agree_goal(body: dict[str, Any], child: str, goal: str) -> dict[str, Any]:
    """One voice agrees; with the last that is needed the goal is worked on."""
    return run(commands.AgreeGoal(child=child, goal=goal, **body))


@goals.post(f"{GOAL}/refusal")
@allow(*CLINICAL)
@goals.arguments(schemas.NewReason)
@goals.response(200, schemas.GoalReference)
def decline_goal(body: dict[str, Any], child: str, goal: str) -> dict[str, Any]:
    """Decline a proposal; of the family only the proposer reads why."""
    return run(commands.MoveGoal(child=child, goal=goal, to=Status.DECLINED, **body))


@goals.post(f"{GOAL}/parking")
@allow(*CLINICAL)
@goals.arguments(schemas.NewReason)
@goals.response(200, schemas.GoalReference)
def park_goal(body: dict[str, Any], child: str, goal: str) -> dict[str, Any]:
    """Not now."""
    return run(commands.MoveGoal(child=child, goal=goal, to=Status.PARKED, **body))


@goals.post(f"{GOAL}/achievement")
@allow(*CLINICAL)
@goals.response(200, schemas.GoalReference)
def achieve_goal(child: str, goal: str) -> dict[str, Any]:
    """It is reached."""
    return run(commands.MoveGoal(child=child, goal=goal, to=Status.ACHIEVED))


@goals.post(f"{GOAL}/updates")
@allow(*EITHER)
@goals.arguments(schemas.NewUpdate)
@goals.response(201, schemas.UpdateReference)
def record_progress(body: dict[str, Any], child: str, goal: str) -> dict[str, Any]:
    """Enter one rating; a shared one goes to the adults who may know."""
    return run(commands.RecordProgress(child=child, goal=goal, **body))


@goals.get(f"{CHILD}/updates/<string:update>")
@allow(*EITHER)
@goals.response(200, schemas.UpdateText)
def read_update(child: str, update: str) -> dict[str, Any]:
    """One rating in words."""
    return kept.update(reader(), child, update)


@goals.post(OWN_GOALS)
@allow(Kind.GUARDIAN)
@goals.arguments(schemas.NewOwnGoal)
@goals.response(201, schemas.GoalReference)
def set_own_goal(body: dict[str, Any], child: str) -> dict[str, Any]:
    """A parent's own goal: the other parent and the child never see it."""
    return run(commands.ProposeGoal(child=child, kind=GoalKind.PARALLEL, **body))


@goals.get(OWN_GOALS)
@allow(*EITHER)
@goals.response(200, schemas.OwnGoals)
def list_own_goals(child: str) -> dict[str, Any]:
    """A parent's own; for the child's clinicians those of all parents."""
    return kept.parallel(reader(), child)


@goals.post(f"{OWN_GOALS}/<string:goal>/achievement")
@allow(Kind.GUARDIAN)
@goals.response(200, schemas.GoalReference)
def achieve_own_goal(child: str, goal: str) -> dict[str, Any]:
    """The parent says it is reached."""
    return run(commands.MoveGoal(child=child, goal=goal, to=Status.ACHIEVED))
