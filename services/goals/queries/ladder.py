"""How a goal, its ladder and its ratings are told, to staff and to families."""

from collections.abc import Sequence
from typing import Any

from kernel.clock import to_text
from kernel.reader import Reader
from services.goals.decisions.views import proposed_by
from services.goals.model.answer import Answer
from services.goals.model.goal import LEVELS, Goal, Plan
from services.goals.model.update import Update


def staff_goal(reader: Reader, goal: Goal, updates: Sequence[Update]) -> dict[str, Any]:
    """Everything but other people's own goals."""
    return {
        **worded(reader, goal),
        "clinic": goal.clinic,
        "weight": goal.weight,
        "proposed_by": goal.proposed_by,
        "proposed_at": to_text(goal.proposed_at),
        "voices": [voice.value for voice in goal.voices],
        "agreements": [
            {"voice": yes.voice.value, "person": yes.person, "at": to_text(yes.at)} for yes in goal.agreements
        ],
        "wish": opened(reader, goal, goal.wish),
        "reason": opened(reader, goal, goal.reason),
        "plan": None if goal.plan is None else _plan(reader, goal, goal.plan),
        "updates": [staff_update(reader, update) for update in updates if update.goal == goal.id],
    }


def family_goal(
    reader: Reader, goal: Goal, shared: Sequence[Update], own: Sequence[Update], answer: Answer
) -> dict[str, Any]:
    """No weights, no score, nobody else's rating: the ladder in words, the newest shared step on it, one's own last.

    Why a proposal was declined or parked is told to whoever proposed it, and what they had wished.
    """
    mine, theirs = proposed_by(goal, reader.principal.person), [update for update in shared if update.goal == goal.id]
    rated = [update for update in own if update.goal == goal.id]
    return {
        **worded(reader, goal),
        "mine": mine,
        "agreed_by_me": any(yes.person == reader.principal.person for yes in goal.agreements),
        "contexts": [] if goal.plan is None else [context.value for context in goal.plan.contexts],
        "wish": opened(reader, goal, goal.wish) if mine else None,
        "reason": opened(reader, goal, goal.reason) if mine else None,
        "latest": family_update(reader, theirs[0], answer) if theirs else None,
        "own": own_update(reader, rated[0]) if rated else None,
    }


def worded(reader: Reader, goal: Goal) -> dict[str, Any]:
    """What everybody who sees the goal sees."""
    words = zip(LEVELS, goal.levels, strict=True) if goal.levels else ()
    return {
        "goal": goal.id,
        "statement": reader.open(goal.child, goal.statement),
        "levels": [{"level": level, "words": reader.open(goal.child, text)} for level, text in words],
        "baseline": goal.baseline,
        "kind": goal.kind.value,
        "voice": goal.voice.value,
        "status": goal.status.value,
        "revision": goal.revision,
        "agreed_at": to_text(goal.agreed_at) if goal.agreed_at else None,
    }


def _plan(reader: Reader, goal: Goal, plan: Plan) -> dict[str, Any]:
    return {
        "behaviour": reader.open(goal.child, plan.behaviour),
        "contexts": [context.value for context in plan.contexts],
        "household": plan.household,
        "measure": plan.measure.value,
        "unit": opened(reader, goal, plan.unit) or "",
        "baseline": plan.baseline,
        "target": plan.target,
        "review_on": plan.review_on,
    }


def staff_update(reader: Reader, found: Update) -> dict[str, Any]:
    """A rating with whose it is."""
    return {
        **own_update(reader, found),
        "rater": found.rater.value,
        "recorded_by": found.recorded_by,
        "shared": found.shared,
    }


def own_update(reader: Reader, found: Update) -> dict[str, Any]:
    """A rating as whoever gave it sees it."""
    at = to_text(found.recorded_at)
    return {"update": found.id, "level": found.level, "words": opened(reader, found, found.words), "at": at}


def family_update(reader: Reader, found: Update, answer: Answer) -> dict[str, Any]:
    """A shared step; without its words for whoever gets a summary only."""
    told = own_update(reader, found)
    return told if answer.permits_words else {**told, "words": None}


def opened(reader: Reader, owner: Goal | Update, text: Any) -> str | None:
    """The words, if there are any."""
    return None if text is None else reader.open(owner.child, text)
