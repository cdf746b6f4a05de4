"""What a rating leads to, and who may enter whose."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from contracts.goals import UpdateShared
from kernel.auth.principal import Kind, Principal
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid
from kernel.kind import Sealed
from services.goals.commands import RecordProgress
from services.goals.decisions import milestones, texts
from services.goals.decisions.voices import voice_of
from services.goals.model.goal import LEVEL_MAX, LEVEL_MIN, Goal, Status
from services.goals.model.milestone import Milestone
from services.goals.model.update import WORDS_CHARACTERS_MAX, Update


def require_fitting_progress(command: RecordProgress, goal: Goal) -> None:
    """An agreed goal with a ladder, a level on it, words or none."""
    if goal.status is not Status.AGREED:
        raise Forbidden("goal-not-agreed")
    if not goal.levels:
        raise Forbidden("goal-without-ladder")
    if not LEVEL_MIN <= command.level <= LEVEL_MAX:
        raise Invalid("level-out-of-range", {"level": ["out-of-range"]})
    if found := texts.problem(command.words, WORDS_CHARACTERS_MAX, required=False):
        raise Invalid("text-refused", {"words": [found]})


def recorded(
    command: RecordProgress, goal: Goal, words: Sealed | None, *, id: str, by: Principal, at: datetime
) -> Decision:
    """A rating exists; when it is meant for others too, the consent rules will say for whom.

    A guardian rates for themselves, and only clinicians mean a rating for others.
    """
    if command.share and by.kind is Kind.GUARDIAN:
        raise Forbidden("not-yours-to-share")
    update = Update(
        id=id,
        child=goal.child,
        goal=goal.id,
        clinic=goal.clinic,
        level=command.level,
        words=words,
        rater=voice_of(command.rater, by),
        recorded_by=by.person,
        shared=command.share,
        recorded_at=at,
        informant=by.person if by.kind is Kind.GUARDIAN else None,
    )
    facts = {"goal": goal.id, "update": id}
    return Decision(changes=(update,), events=_shared(update), reply={"update": id}, facts=facts)


def with_milestone(decision: Decision, goal: Goal, earlier: Collection[Milestone]) -> Decision:
    """The rating, and the step it reached for the first time, if it did."""
    (update,) = decision.changes
    step = milestones.reached(goal, update, earlier)
    return decision if step is None else replace(decision, changes=(update, step))


def _shared(update: Update) -> tuple[UpdateShared, ...]:
    if not update.shared:
        return ()
    event = UpdateShared(
        child=update.child,
        goal=update.goal,
        update=update.id,
        clinic=update.clinic,
        level=update.level,
        shared_by=update.recorded_by,
        shared_at=update.recorded_at,
    )
    return (event,)
