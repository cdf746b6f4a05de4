"""The course of one goal, drawn from what this reader may see."""

from collections.abc import Sequence
from typing import Any

from kernel.errors import NotFound
from kernel.reader import Reader
from services.goals.decisions.chart import Ladder, Point, drawn, lines
from services.goals.decisions.views import shown_to
from services.goals.model.goal import Goal, GoalKind
from services.goals.model.update import Update
from services.goals.queries.reach import family, is_family, staff
from services.goals.repository import GOALS
from services.goals.repository.goals import own_updates, shared_updates, updates_of

ACTION = "read-chart"
NO_GOAL = "no-such-goal"


def chart(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """Staff see each voice's series; a guardian one of what was shared, and their own."""
    goal, points = _family(reader, child_id, id) if is_family(reader) else _staff(reader, child_id, id)
    words = tuple(reader.open(goal.child, text) for text in goal.levels)
    ladder = Ladder(title=reader.open(goal.child, goal.statement), words=words)
    reader.shown(goal.child, ACTION, goal=goal.id)
    return {"svg": drawn(ladder, points), "text": lines(ladder, points)}


def _staff(reader: Reader, child_id: str, id: str) -> tuple[Goal, list[Point]]:
    child, clinics = staff(reader, child_id, ACTION)
    goal = reader.known(GOALS, id)
    if goal is None or not _has_ladder(goal, child.id) or goal.clinic not in clinics:
        raise NotFound(NO_GOAL)
    return goal, [_point(one, _voice(one)) for one in updates_of(reader, child.id, clinics) if one.goal == id]


def _family(reader: Reader, child_id: str, id: str) -> tuple[Goal, list[Point]]:
    child, person = family(reader, child_id, ACTION), reader.principal.person
    goal = reader.known(GOALS, id)
    if goal is None or not _has_ladder(goal, child.id) or not shown_to(goal, person):
        raise NotFound(NO_GOAL)
    shared, own = shared_updates(reader, child.id), own_updates(reader, child.id, person)
    return goal, [*_of(goal, shared, ""), *_of(goal, own, "·")]


def _has_ladder(goal: Goal, child: str) -> bool:
    return goal.child == child and goal.kind is not GoalKind.PARALLEL and bool(goal.levels)


def _of(goal: Goal, found: Sequence[Update], series: str) -> list[Point]:
    return [_point(one, series) for one in found if one.goal == goal.id]


def _point(one: Update, series: str) -> Point:
    return Point(series=series, level=one.level, at=one.recorded_at)


def _voice(one: Update) -> str:
    return one.rater.value if one.informant is None else f"{one.rater.value} {one.informant}"
