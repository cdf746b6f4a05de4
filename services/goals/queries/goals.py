"""Goals as clinicians see them, with three series and scores, and as families see them: the ladder in words."""

from collections.abc import Sequence
from typing import Any

from kernel.clock import to_text
from kernel.reader import Reader
from services.goals.decisions import attainment
from services.goals.decisions.views import childs_first, shown_to
from services.goals.model.answer import Answer
from services.goals.model.goal import HELD, Goal
from services.goals.model.update import Update
from services.goals.queries.ladder import family_goal, opened, staff_goal, worded
from services.goals.queries.reach import NO_CHILD, guardian, is_family, refuse, staff, staff_answer, team
from services.goals.queries.reach import family as entitled
from services.goals.repository import GOALS, UPDATES
from services.goals.repository.goals import (
    goals_of,
    goals_of_child,
    own_updates,
    parallel_goals,
    shared_updates,
    updates_of,
)

NO_UPDATE = "no-such-update"  # the one answer for absent and for not to be seen


def goals(reader: Reader, child_id: str) -> dict[str, Any]:
    """All goals but parents' own for staff; for a permitted guardian what `views.shown_to` says. The child's first."""
    if is_family(reader):
        return _goals_for_guardian(reader, child_id)
    child, clinics = staff(reader, child_id, "read-goals")
    found, updates = goals_of(reader, child.id, clinics), updates_of(reader, child.id, clinics)
    active = [goal for goal in found if goal.status in HELD and goal.levels]
    seen = {
        "goals": [staff_goal(reader, goal, updates) for goal in childs_first(found)],
        "scores": [_scores(clinic, active, updates) for clinic in sorted(clinics)],
    }
    reader.shown(child.id, "read-goals")
    return seen


def update(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """One rating in words: the goal, where it stands on its ladder, what was said, when."""
    child, answer, clinics = (
        guardian(reader, child_id, NO_UPDATE) if is_family(reader) else staff_answer(reader, child_id, "read-update")
    )
    found = reader.known(UPDATES, id)
    if found is None or found.child != child.id or not _open_to(found, answer, clinics):
        refuse(reader, child, "read-update", NO_UPDATE)
    goal = reader.load(GOALS, found.goal)
    seen = {
        "statement": reader.open(child.id, goal.statement),
        "level_words": reader.open(child.id, goal.level_words(found.level)),
        "words": opened(reader, found, found.words) if answer.permits_words else None,
        "at": to_text(found.recorded_at),
    }
    reader.shown(child.id, "read-update", update=found.id)
    return seen


def _open_to(found: Update, answer: Answer, clinics: frozenset[str] | None) -> bool:
    """`clinics` is None for a guardian: then only what was shared exists, whatever the clinic."""
    if clinics is None:
        return answer.permits and found.shared
    return answer.permits and found.clinic in clinics


def _goals_for_guardian(reader: Reader, child_id: str) -> dict[str, Any]:
    child, answer, _ = guardian(reader, child_id, NO_CHILD)
    if not answer.permits:
        refuse(reader, child, "read-goals", NO_CHILD)
    person = reader.principal.person
    shared, own = shared_updates(reader, child.id), own_updates(reader, child.id, person)
    found = [goal for goal in goals_of_child(reader, child.id) if shown_to(goal, person)]
    seen = {"goals": [family_goal(reader, goal, shared, own, answer) for goal in childs_first(found)]}
    reader.shown(child.id, "read-goals")
    return seen


def parallel(reader: Reader, child_id: str) -> dict[str, Any]:
    """Parents' own goals: each parent sees their own, the child's clinicians those of their clinic; nobody else any."""
    action, person = "read-parallel-goals", reader.principal.person
    if is_family(reader):
        child = entitled(reader, child_id, action)
        found = [goal for goal in parallel_goals(reader, child.id) if goal.owner == person]
    else:
        child, clinics = team(reader, child_id, action)
        found = [goal for goal in parallel_goals(reader, child.id) if goal.clinic in clinics]
    seen = {"goals": [{**worded(reader, goal), "owner": goal.owner, "clinic": goal.clinic} for goal in found]}
    reader.shown(child.id, action)
    return seen


def _scores(clinic: str, active: Sequence[Goal], updates: Sequence[Update]) -> dict[str, Any]:
    own = [goal for goal in active if goal.clinic == clinic]
    return {"clinic": clinic, "series": [_score(score) for score in attainment.scores(own, updates)]}


def _score(score: attainment.Score) -> dict[str, Any]:
    t = None if score.t is None else round(score.t, 1)
    return {
        "rater": score.rater.value,
        "informant": score.informant,
        "t": t,
        "scored": score.scored,
        "total": score.total,
    }
