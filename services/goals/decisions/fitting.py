"""What a goal must be like before it is taken: words that fit, a whole ladder or none, weights for all or for none."""

from collections.abc import Collection
from datetime import date

from kernel.errors import Invalid
from services.goals.commands import DiscussGoal, PlanDraft, ProposeGoal
from services.goals.decisions import texts
from services.goals.decisions.goals import weighed
from services.goals.model.goal import (
    AMOUNT_MAX,
    GOALS_LIVE_MAX,
    LEVEL_CHARACTERS_MAX,
    LEVEL_MAX,
    LEVEL_MIN,
    LEVELS,
    REASON_CHARACTERS_MAX,
    STATEMENT_CHARACTERS_MAX,
    UNIT_CHARACTERS_MAX,
    WEIGHT_MAX,
    WEIGHT_MIN,
    WISH_CHARACTERS_MAX,
    Goal,
    GoalKind,
    Status,
)

Faults = dict[str, str | None]


def require_fitting_goal(command: ProposeGoal, others: Collection[Goal], homes: Collection[str] = ()) -> None:
    """`others` are the open goals of the clinic, `homes` the child's homes in it."""
    faults = _wording(command, others, homes, required=False)
    faults["wish"] = texts.problem(command.wish, WISH_CHARACTERS_MAX, required=False)
    if len(others) >= GOALS_LIVE_MAX:
        faults["goals"] = "too-many"
    if command.kind is GoalKind.PARALLEL and command.weight is not None:
        faults["weight"] = "not-for-parallel"
    _raise(faults)


def require_fitting_wording(command: DiscussGoal, others: Collection[Goal], homes: Collection[str] = ()) -> None:
    """A goal that was talked about has its ladder. `others` are the open goals beside it."""
    _raise(_wording(command, others, homes, required=True))


def require_reason(to: Status, reason: str) -> None:
    """Words for a no and for a not-now."""
    if to is not Status.ACHIEVED:
        _raise({"reason": texts.problem(reason, REASON_CHARACTERS_MAX)})


def _raise(faults: Faults) -> None:
    found = {field: [code] for field, code in faults.items() if code}
    if found:
        raise Invalid("goal-refused", found)


def _wording(
    command: ProposeGoal | DiscussGoal, others: Collection[Goal], homes: Collection[str], *, required: bool
) -> Faults:
    faults: Faults = {"statement": texts.problem(command.statement, STATEMENT_CHARACTERS_MAX)}
    if command.levels or required:
        faults |= _ladder(command) | {"weight": _weight(command.weight, others)}
    else:
        faults |= {"baseline": _without_ladder(command.baseline), "weight": _without_ladder(command.weight)}
    return faults if command.plan is None else faults | _plan(command.plan, homes)


def _ladder(command: ProposeGoal | DiscussGoal) -> Faults:
    faults: Faults = {"levels": None if len(command.levels) == len(LEVELS) else "five-needed"}
    for index, text in enumerate(command.levels[: len(LEVELS)]):
        faults[f"levels.{index}"] = texts.problem(text, LEVEL_CHARACTERS_MAX)
    if command.baseline is None:
        faults["baseline"] = "empty"
    elif not LEVEL_MIN <= command.baseline <= LEVEL_MAX:
        faults["baseline"] = "out-of-range"
    return faults


def _without_ladder(value: int | None) -> str | None:
    return None if value is None else "without-ladder"


def _weight(weight: int | None, others: Collection[Goal]) -> str | None:
    if weight is not None and not WEIGHT_MIN <= weight <= WEIGHT_MAX:
        return "out-of-range"
    unlike = any((goal.weight is None) != (weight is None) for goal in weighed(others))
    return "partly-given" if unlike else None


def _plan(plan: PlanDraft, homes: Collection[str]) -> Faults:
    return {
        "plan.behaviour": texts.problem(plan.behaviour, STATEMENT_CHARACTERS_MAX),
        "plan.unit": texts.problem(plan.unit, UNIT_CHARACTERS_MAX, required=False),
        "plan.contexts": None if plan.contexts else "empty",
        "plan.household": None if plan.household is None or plan.household in homes else "unknown",
        "plan.baseline": _amount(plan.baseline),
        "plan.target": _amount(plan.target),
        "plan.review_on": _day(plan.review_on),
    }


def _amount(value: int) -> str | None:
    return None if 0 <= value <= AMOUNT_MAX else "out-of-range"


def _day(value: str) -> str | None:
    try:
        date.fromisoformat(value)
    except ValueError:
        return "not-a-day"
    return None
