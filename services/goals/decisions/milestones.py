"""Celebrate upwards, once per step, with the child's permission; a fall is no event at all."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from contracts.goals import MilestoneCheered, MilestoneReached
from kernel.auth.principal import Principal
from kernel.chance import derived_id
from kernel.decision import NOTHING, Decision
from kernel.errors import Forbidden
from services.goals.model.goal import LEVEL_MIN, Goal
from services.goals.model.milestone import Milestone
from services.goals.model.update import Update
from services.goals.model.voice import Voice


def milestone_id(goal: str, level: int) -> str:
    """The same step of the same goal is the same milestone, at every replay and every return to it."""
    return derived_id("milestone", goal, str(level))


def reached(goal: Goal, update: Update, earlier: Collection[Milestone]) -> Milestone | None:
    """A level above the baseline and above every step reached before, as the child or the therapist sees it."""
    start = LEVEL_MIN if goal.baseline is None else goal.baseline
    highest = max((start, *(milestone.level for milestone in earlier)))
    if update.level <= highest or update.rater is Voice.GUARDIAN:
        return None
    return Milestone(
        id=milestone_id(goal.id, update.level),
        child=goal.child,
        clinic=goal.clinic,
        goal=goal.id,
        level=update.level,
        update=update.id,
        reached_at=update.recorded_at,
    )


def permission(milestone: Milestone, permitted: bool, by: Principal, now: datetime) -> Decision:
    """With the child's yes the adults who may know are told, once. A later no hides it from them again."""
    if milestone.permitted is permitted:
        return NOTHING
    told = permitted and milestone.celebrated_at is None
    changed = replace(milestone, permitted=permitted, celebrated_at=now if told else milestone.celebrated_at)
    event = MilestoneReached(
        child=milestone.child, milestone=milestone.id, goal=milestone.goal, clinic=milestone.clinic,
        level=milestone.level, permitted_by=by.person, reached_at=milestone.reached_at,
    )  # fmt: skip
    return Decision(changes=(changed,), events=(event,) if told else (), facts={"milestone": milestone.id})


def cheered(milestone: Milestone, by: Principal, now: datetime) -> Decision:
    """The clinicians hear of it; the other guardian never learns who did."""
    if milestone.permitted is not True:
        raise Forbidden("not-celebrated")
    if by.person in milestone.cheers:
        return NOTHING
    changed = replace(milestone, cheers=(*milestone.cheers, by.person))
    event = MilestoneCheered(
        child=milestone.child, milestone=milestone.id, clinic=milestone.clinic, cheered_by=by.person, cheered_at=now
    )
    return Decision(changes=(changed,), events=(event,), facts={"milestone": milestone.id})
