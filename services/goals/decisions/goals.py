"""What each command on a goal leads to. Texts are checked in the clear, decided on sealed."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from contracts.goals import GoalAgreed, UpdateShared
from kernel.auth.principal import Principal
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid
from kernel.kind import Sealed
from services.goals.commands import ProposeGoal, RecordProgress
from services.goals.decisions import texts
from services.goals.model.goal import (
    GOALS_LIVE_MAX,
    LEVEL_CHARACTERS_MAX,
    LEVEL_MAX,
    LEVEL_MIN,
    LEVELS,
    STATEMENT_CHARACTERS_MAX,
    WEIGHT_MAX,
    WEIGHT_MIN,
    Goal,
    Status,
)
from services.goals.model.update import WORDS_CHARACTERS_MAX, Update

FHIR_ACTIVE = "active"  # Goal.lifecycleStatus of an agreed goal


def require_fitting_goal(command: ProposeGoal, others: Collection[Goal]) -> None:
    """Words for the statement and each level, a baseline on the ladder, a weight exactly when the others have one."""
    faults = _text_faults(command)
    if not LEVEL_MIN <= command.baseline <= LEVEL_MAX:
        faults["baseline"] = "out-of-range"
    if weight := _weight_fault(command.weight, others):
        faults["weight"] = weight
    if len(others) >= GOALS_LIVE_MAX:
        faults["goals"] = "too-many"
    if faults:
        raise Invalid("goal-refused", {field: [code] for field, code in faults.items()})


def _text_faults(command: ProposeGoal) -> dict[str, str]:
    found = {"statement": texts.problem(command.statement, STATEMENT_CHARACTERS_MAX)}
    if len(command.levels) != len(LEVELS):
        found["levels"] = "five-needed"
    for index, text in enumerate(command.levels[: len(LEVELS)]):
        found[f"levels.{index}"] = texts.problem(text, LEVEL_CHARACTERS_MAX)
    return {field: code for field, code in found.items() if code}


def _weight_fault(weight: int | None, others: Collection[Goal]) -> str | None:
    if weight is not None and not WEIGHT_MIN <= weight <= WEIGHT_MAX:
        return "out-of-range"
    unlike = any((goal.weight is None) != (weight is None) for goal in others)
    return "partly-given" if unlike else None


def proposed(
    command: ProposeGoal, statement: Sealed, levels: tuple[Sealed, ...], *, id: str, by: str, at: datetime
) -> Decision:
    """A goal stands for agreement; nobody outside the service hears of it yet."""
    goal = Goal(
        id=id,
        child=command.child,
        clinic=command.clinic,
        statement=statement,
        levels=levels,
        baseline=command.baseline,
        weight=command.weight,
        status=Status.PROPOSED,
        proposed_by=by,
        proposed_at=at,
        agreed_by=None,
        agreed_at=None,
    )
    return Decision(changes=(goal,), reply={"goal": id}, facts={"goal": id})


def agreed(goal: Goal, asker: Principal, now: datetime) -> Decision:
    """A proposed goal becomes active, once."""
    if goal.status is not Status.PROPOSED:
        raise Forbidden("goal-not-proposed")
    changed = replace(goal, status=Status.AGREED, agreed_by=asker.person, agreed_at=now)
    event = GoalAgreed(child=goal.child, goal=goal.id, clinic=goal.clinic, status=FHIR_ACTIVE, agreed_at=now)
    return Decision(changes=(changed,), events=(event,), reply={"goal": goal.id}, facts={"goal": goal.id})


def require_fitting_progress(command: RecordProgress, goal: Goal) -> None:
    """An agreed goal, a level on its ladder, words or none."""
    if goal.status is not Status.AGREED:
        raise Forbidden("goal-not-agreed")
    if not LEVEL_MIN <= command.level <= LEVEL_MAX:
        raise Invalid("level-out-of-range", {"level": ["out-of-range"]})
    if found := texts.problem(command.words, WORDS_CHARACTERS_MAX, required=False):
        raise Invalid("text-refused", {"words": [found]})


def recorded(
    command: RecordProgress, goal: Goal, words: Sealed | None, *, id: str, by: str, at: datetime
) -> Decision:
    """A rating exists; when it is meant for others too, the consent rules will say for whom."""
    update = Update(
        id=id,
        child=goal.child,
        goal=goal.id,
        clinic=goal.clinic,
        level=command.level,
        words=words,
        rater=command.rater,
        recorded_by=by,
        shared=command.share,
        recorded_at=at,
    )
    facts = {"goal": goal.id, "update": id}
    return Decision(changes=(update,), events=_shared(update), reply={"update": id}, facts=facts)


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
