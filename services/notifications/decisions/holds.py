"""Where the child is to be told first, the ladder's start is held: until a human says so, and never for long."""

from dataclasses import replace
from datetime import datetime

from contracts.codes import LadderState, Severity
from services.notifications.decisions.limits import HELD, HELD_SERIOUS
from services.notifications.model import Disclosure, Hold

TELL_CHILD_FIRST = "tell-child-first"
"""Consent's obligation, and the task that it opens."""

# What let a ladder go.
TASK_DONE = "task-done"
BOUND_PASSED = "bound-passed"
NOBODY_WAITS = "nobody-permitted"


def held_until(disclosure: Disclosure) -> datetime | None:
    """How long the first message may wait, counted from the decision; None where it must not wait at all.

    Imminent harm never waits. Of a serious concern the wait takes four hours of the day that the duty gives.
    """
    owed = any(adult.asked and TELL_CHILD_FIRST in adult.verdict.obligations for adult in disclosure.adults)
    if not owed or disclosure.severity is Severity.IMMINENT:
        return None
    unhurried = disclosure.severity in (Severity.LOW, Severity.MODERATE)
    return disclosure.decided_at + (HELD if unhurried else HELD_SERIOUS)


def put_off(disclosure: Disclosure, until: datetime) -> Disclosure:
    """The same ladder, beginning then at the latest."""
    if disclosure.ladder is None:
        raise ValueError("only a ladder can be held")
    held = replace(disclosure.ladder, state=LadderState.HELD, started_at=until, hold=Hold(until=until))
    return replace(disclosure, ladder=held, next_due=until)


def let_go(disclosure: Disclosure, reason: str, person: str | None, now: datetime) -> Disclosure:
    """The wait is over; why, and by whom, stays on record. The ladder begins now unless staff have ended it."""
    ladder = disclosure.ladder
    if ladder is None or ladder.hold is None:
        raise ValueError("only a held ladder can be let go")
    free = replace(ladder, hold=replace(ladder.hold, released_at=now, reason=reason, released_by=person))
    if not disclosure.held:
        return replace(disclosure, ladder=free)
    return replace(disclosure, ladder=replace(free, state=LadderState.CLIMBING, started_at=now), next_due=now)
