"""Strategies with their looks, guardians' words on them, and the figures that may be made of many of those words."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from kernel.auth.principal import Principal
from kernel.chance import derived_id
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid
from kernel.kind import Sealed
from services.goals.commands import CheckStrategy, GiveFeedback, KeepStrategy
from services.goals.decisions import texts
from services.goals.decisions.involvement import review_fault
from services.goals.model.strategy import (
    CHECKS_MAX,
    STRATEGIES_MAX,
    TEXT_CHARACTERS_MAX,
    WORDS_CHARACTERS_MAX,
    About,
    Check,
    Feedback,
    Strategy,
)

TOLD_FROM = 5  # distinct guardians, below which a figure could be traced to one of them


def require_fitting(command: KeepStrategy, current: Collection[Strategy], now: datetime) -> None:
    """A text, a day within a year to look at it, and room for one more."""
    _raise(
        {
            "text": texts.problem(command.text, TEXT_CHARACTERS_MAX),
            "review_on": review_fault(command.review_on, now),
            "strategies": "too-many" if len(current) >= STRATEGIES_MAX else None,
        }
    )


def _raise(faults: Mapping[str, str | None]) -> None:
    if found := {field: [code] for field, code in faults.items() if code}:
        raise Invalid("strategy-refused", found)


def kept(command: KeepStrategy, text: Sealed, by: Principal, *, id: str, now: datetime) -> Decision:
    """In the plan from now on."""
    made = Strategy(
        id=id,
        child=command.child,
        clinic=command.clinic,
        kind=command.kind,
        goal=command.goal,
        text=text,
        review_on=command.review_on,
        made_by=by.person,
        made_at=now,
    )
    return Decision(changes=(made,), reply={"strategy": id}, facts={"strategy": id})


def checked(command: CheckStrategy, strategy: Strategy, by: Principal, now: datetime) -> Decision:
    """Every look has the next day, or puts the strategy down."""
    if strategy.ended_at is not None:
        raise Forbidden("strategy-put-down")
    late = len(strategy.checks) >= CHECKS_MAX
    fault = None if command.review_on is None else review_fault(command.review_on, now)
    _raise({"review_on": fault, "checks": "too-many" if late else None})
    changed = replace(
        strategy,
        checks=(*strategy.checks, Check(working=command.working, by=by.person, at=now)),
        review_on=command.review_on or strategy.review_on,
        ended_at=now if command.review_on is None else None,
    )
    return Decision(changes=(changed,), reply={"strategy": strategy.id}, facts={"strategy": strategy.id})


def require_fitting_feedback(command: GiveFeedback, strategy: Strategy | None) -> None:
    """A strategy of that clinic that is in the plan, or none where the word is about the therapist."""
    wanted = command.about is About.STRATEGY
    known = strategy is not None and strategy.clinic == command.clinic and strategy.child == command.child
    faults = {
        "strategy": ("unknown" if wanted and not known else None)
        if wanted or command.strategy is None
        else "not-of-this-kind",
        "words": texts.problem(command.words, WORDS_CHARACTERS_MAX, required=False),
    }
    _raise(faults)


def feedback_id(command: GiveFeedback, person: str) -> str:
    """One word of each guardian on each thing."""
    return derived_id("feedback", command.child, command.clinic, command.strategy or About.THERAPIST.value, person)


def given(command: GiveFeedback, words: Sealed | None, network: str, by: Principal, now: datetime) -> Decision:
    """For the child's clinicians; no other guardian and no child reads it."""
    made = Feedback(
        id=feedback_id(command, by.person),
        child=command.child,
        clinic=command.clinic,
        network=network,
        about=command.about,
        strategy=command.strategy,
        verdict=command.verdict,
        words=words,
        by=by.person,
        at=now,
    )
    return Decision(changes=(made,), reply={"feedback": made.id}, facts={"feedback": made.id})


def figures(found: Collection[Feedback], about: About) -> dict[str, int] | None:
    """How many words of each kind; None, not zero, when fewer than five different guardians have spoken."""
    mine = [one for one in found if one.about is about]
    if len({one.by for one in mine}) < TOLD_FROM:
        return None
    return dict(sorted(Counter(one.verdict.value for one in mine).items()))
