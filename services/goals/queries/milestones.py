"""What was reached: for clinicians with the child's word and who was glad, for families what the child permits."""

from typing import Any

from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.reader import Reader
from services.goals.model.goal import Goal
from services.goals.model.milestone import Milestone
from services.goals.queries.reach import family, is_family, team
from services.goals.repository import GOALS
from services.goals.repository.milestones import MILESTONES, milestones_of

ACTION = "read-milestones"


def milestones(reader: Reader, child_id: str) -> dict[str, Any]:
    """Newest first."""
    if is_family(reader):
        child = family(reader, child_id, ACTION)
        found = [one for one in milestones_of(reader, child.id) if one.permitted is True]
    else:
        child, clinics = team(reader, child_id, ACTION)
        found = [one for one in milestones_of(reader, child.id) if one.clinic in clinics]
    goals = reader.many(GOALS, sorted({one.goal for one in found}))
    told = [_told(reader, one, goals[one.goal]) for one in found]
    reader.shown(child.id, ACTION)
    return {"milestones": told}


def celebration(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """One milestone as the celebration led to it."""
    child = family(reader, child_id, ACTION)
    found = reader.known(MILESTONES, id)
    if found is None or found.child != child.id or found.permitted is not True:
        reader.refused(child.id, ACTION, "withheld")
        raise NotFound("no-such-milestone")
    told = _told(reader, found, reader.load(GOALS, found.goal))
    reader.shown(child.id, ACTION, milestone=id)
    return {"kind": "milestone", **told}


def _told(reader: Reader, one: Milestone, goal: Goal) -> dict[str, Any]:
    told: dict[str, Any] = {
        "milestone": one.id,
        "goal": one.goal,
        "statement": reader.open(one.child, goal.statement),
        "level_words": reader.open(one.child, goal.level_words(one.level)),
        "at": to_text(one.reached_at),
    }
    if is_family(reader):
        return {**told, "cheered": reader.principal.person in one.cheers}
    return {**told, "level": one.level, "permitted": one.permitted, "cheers": list(one.cheers)}
