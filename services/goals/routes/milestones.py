"""What was reached, celebrated with the child's permission, and the course of a goal as a picture."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.goals import commands
from services.goals.queries import chart as course
from services.goals.queries import milestones as kept
from services.goals.routes.doors import CHILD, CLINICAL, EITHER, GOAL
from services.goals.schemas import milestones as schemas
from services.goals.schemas.practice import Done

milestones = Blueprint("milestones", __name__, description="Milestones and charts")
MILESTONES = f"{CHILD}/milestones"
MILESTONE = f"{MILESTONES}/<string:milestone>"


@milestones.get(MILESTONES)
@allow(*EITHER)
@milestones.response(200, schemas.Milestones)
def list_milestones(child: str) -> dict[str, Any]:
    """For a guardian those that the child lets them have."""
    return kept.milestones(reader(), child)


@milestones.post(f"{MILESTONE}/permission")
@allow(*CLINICAL)
@milestones.arguments(schemas.NewPermission)
@milestones.response(200, Done)
def record_permission(body: dict[str, Any], child: str, milestone: str) -> dict[str, Any]:
    """What the child said about celebrating it; with a yes the adults who may know are told, once."""
    return run(commands.RecordPermission(child=child, milestone=milestone, **body))


@milestones.post(f"{MILESTONE}/cheer")
@allow(Kind.GUARDIAN)
@milestones.response(200, Done)
def cheer(child: str, milestone: str) -> dict[str, Any]:
    """Glad of it: one tap."""
    return run(commands.Cheer(child=child, milestone=milestone))


@milestones.get(f"{GOAL}/chart")
@allow(*EITHER)
@milestones.response(200, schemas.Chart)
def read_chart(child: str, goal: str) -> dict[str, Any]:
    """The course of a goal, as a picture and in words."""
    return course.chart(reader(), child, goal)
