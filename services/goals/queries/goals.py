"""Goals as clinicians see them, with three series and scores, and as families see them: the ladder in words."""

from collections.abc import Sequence
from typing import Any

from kernel.auth.principal import Kind
from kernel.clock import to_text
from kernel.reader import Reader
from services.goals.decisions import attainment
from services.goals.model.answer import Answer
from services.goals.model.goal import LEVELS, Goal, Status
from services.goals.model.update import Update
from services.goals.queries.reach import NO_CHILD, guardian, refuse, staff, staff_answer
from services.goals.repository import GOALS, UPDATES
from services.goals.repository.goals import agreed_goals, goals_of, shared_updates, updates_of

NO_UPDATE = "no-such-update"  # the one answer for absent and for not to be seen


def goals(reader: Reader, child_id: str) -> dict[str, Any]:
    """All goals for staff; the agreed ones, with what was shared of their progress, for a permitted guardian."""
    if reader.principal.kind is Kind.GUARDIAN:
        return _goals_for_guardian(reader, child_id)
    child, clinics = staff(reader, child_id, "read-goals")
    found, updates = goals_of(reader, child.id, clinics), updates_of(reader, child.id, clinics)
    active = [goal for goal in found if goal.status is Status.AGREED]
    seen = {
        "goals": [_staff_goal(reader, goal, updates) for goal in found],
        "scores": [_scores(clinic, active, updates) for clinic in sorted(clinics)],
    }
    reader.shown(child.id, "read-goals")
    return seen


def update(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """One rating in words: the goal, where it stands on its ladder, what was said, when."""
    family = reader.principal.kind is Kind.GUARDIAN
    child, answer, clinics = (
        guardian(reader, child_id, NO_UPDATE) if family else staff_answer(reader, child_id, "read-update")
    )
    found = reader.known(UPDATES, id)
    if found is None or found.child != child.id or not _open_to(found, answer, clinics):
        refuse(reader, child, "read-update", NO_UPDATE)
    goal = reader.load(GOALS, found.goal)
    seen = {
        "statement": reader.open(child.id, goal.statement),
        "level_words": reader.open(child.id, goal.level_words(found.level)),
        "words": _words(reader, found) if answer.permits_words else None,
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
    shared = shared_updates(reader, child.id)
    seen = {"goals": [_family_goal(reader, goal, shared, answer) for goal in agreed_goals(reader, child.id)]}
    reader.shown(child.id, "read-goals")
    return seen


def _family_goal(reader: Reader, goal: Goal, shared: Sequence[Update], answer: Answer) -> dict[str, Any]:
    """No weights, no score: the ladder in words and the newest shared step on it."""
    own = [update for update in shared if update.goal == goal.id]
    return {
        **_ladder(reader, goal),
        "agreed_at": to_text(goal.agreed_at) if goal.agreed_at else None,
        "latest": _family_update(reader, own[0], answer) if own else None,
    }


def _family_update(reader: Reader, found: Update, answer: Answer) -> dict[str, Any]:
    words = _words(reader, found) if answer.permits_words else None
    return {"update": found.id, "level": found.level, "words": words, "at": to_text(found.recorded_at)}


def _staff_goal(reader: Reader, goal: Goal, updates: Sequence[Update]) -> dict[str, Any]:
    return {
        **_ladder(reader, goal),
        "clinic": goal.clinic,
        "weight": goal.weight,
        "status": goal.status.value,
        "proposed_by": goal.proposed_by,
        "proposed_at": to_text(goal.proposed_at),
        "agreed_at": to_text(goal.agreed_at) if goal.agreed_at else None,
        "updates": [_staff_update(reader, update) for update in updates if update.goal == goal.id],
    }


def _staff_update(reader: Reader, found: Update) -> dict[str, Any]:
    return {
        "update": found.id,
        "level": found.level,
        "words": _words(reader, found),
        "rater": found.rater.value,
        "recorded_by": found.recorded_by,
        "shared": found.shared,
        "at": to_text(found.recorded_at),
    }


def _ladder(reader: Reader, goal: Goal) -> dict[str, Any]:
    words = zip(LEVELS, goal.levels, strict=True)
    return {
        "goal": goal.id,
        "statement": reader.open(goal.child, goal.statement),
        "levels": [{"level": level, "words": reader.open(goal.child, text)} for level, text in words],
        "baseline": goal.baseline,
    }


def _words(reader: Reader, found: Update) -> str | None:
    return None if found.words is None else reader.open(found.child, found.words)


def _scores(clinic: str, active: Sequence[Goal], updates: Sequence[Update]) -> dict[str, Any]:
    own = [goal for goal in active if goal.clinic == clinic]
    return {"clinic": clinic, "series": [_score(score) for score in attainment.scores(own, updates)]}


def _score(score: attainment.Score) -> dict[str, Any]:
    t = None if score.t is None else round(score.t, 1)
    return {"rater": score.rater.value, "t": t, "scored": score.scored, "total": score.total}
