"""Where the child is to be told first, the adults' ladder is held: never for long, never for imminent harm."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from contracts.codes import Channel, LadderState, MessageClass, Outcome, Severity
from contracts.notifications import LadderMoved, LadderStarted
from kernel.decision import NOTHING, Decision
from kernel.errors import NotFound
from services.notifications.decisions import disclosures, engagement, ladder, rechecks
from services.notifications.decisions.limits import default_policy
from services.notifications.decisions.rechecks import Matter
from services.notifications.model import Disclosure, Hold
from services.web.browser.words.safety import LADDER
from services.web.browser.words.tasks import TASK
from tests.unit.notifications.world import (
    NOON,
    PERMIT,
    WITHHOLD,
    adult,
    audience,
    decided,
    disclosure,
    fresh_ids,
    notices,
    point,
    tasks,
)

POLICY = default_policy("clinic-hill")
BOUND = NOON + timedelta(hours=4)
FIRST = adult("mother", Outcome.PERMIT, "tell-child-first")
MOTHER = audience(point("mother"), mother=PERMIT)


def recorded(severity: Severity | None = Severity.SERIOUS, now: datetime = NOON, **changes: object) -> Decision:
    event = decided(FIRST, adult("father", Outcome.WITHHOLD), severity=severity, **changes)
    return disclosures.record(event, POLICY, MOTHER, fresh_ids(), now)


def hold_of(held: Disclosure) -> Hold:
    assert held.ladder is not None
    assert held.ladder.hold is not None
    return held.ladder.hold


@pytest.mark.parametrize(
    ("severity", "hours"), [(Severity.SERIOUS, 4), (None, 4), (Severity.MODERATE, 24), (Severity.LOW, 24)]
)
def test_no_adult_is_asked_before_the_child_and_a_human_is_at_once(severity: Severity | None, hours: int) -> None:
    decision, until = recorded(severity), NOON + timedelta(hours=hours)
    held = disclosure(decision)
    assert (notices(decision), held.held, held.next_due) == ([], True, until)
    [task] = tasks(decision)
    assert (task.code, task.due, task.assignees[0]) == ("tell-child-first", until, "therapist-1")
    assert [timer.due for timer in decision.timers] == [until]
    started, moved = (item for item in decision.events if isinstance(item, LadderStarted | LadderMoved))
    assert (started.next_due, started.ends_at) == (until, until + timedelta(minutes=60))  # type: ignore[union-attr]
    assert (moved.state, moved.next_due) == (LadderState.HELD, until)  # type: ignore[union-attr]
    assert task.code in TASK
    assert LadderState.HELD in LADDER


@pytest.mark.parametrize("changes", [{"severity": Severity.IMMINENT}, {"now": BOUND}])
def test_imminent_harm_and_what_was_decided_long_ago_do_not_wait(changes: dict[str, object]) -> None:
    decision = recorded(**changes)  # type: ignore[arg-type]
    assert [notice.person for notice in notices(decision)] == ["mother"]
    assert not tasks(decision)


def test_an_update_waits_for_nobody() -> None:
    assert notices(recorded(message_class=MessageClass.UPDATE))


def test_the_bound_lets_the_notice_go_and_says_that_it_did() -> None:
    held = disclosure(recorded())
    assert ladder.climb(held, 1, MOTHER, fresh_ids(), BOUND - timedelta(microseconds=1)) == NOTHING
    decision = ladder.climb(held, 1, MOTHER, fresh_ids(), BOUND)
    gone = disclosure(decision)
    assert [notice.person for notice in notices(decision)] == ["mother"]
    assert hold_of(gone) == Hold(until=BOUND, released_at=BOUND, reason="bound-passed")
    assert (gone.climbing, gone.next_due) == (True, BOUND + timedelta(minutes=15))
    [moved] = (item for item in decision.events if isinstance(item, LadderMoved))
    assert (moved.state, moved.rung) == (LadderState.CLIMBING, 1)


def test_once_the_child_is_told_the_rungs_count_from_then() -> None:
    soon = NOON + timedelta(minutes=20)
    released = ladder.released(disclosure(recorded()), "task-done", "therapist-1", soon)
    free = disclosure(released)
    assert [(timer.id, timer.due) for timer in released.timers] == [("ladder:disclosure-1:1", soon)]
    assert (hold_of(free).reason, hold_of(free).released_by) == ("task-done", "therapist-1")
    climbed = disclosure(ladder.climb(free, 1, MOTHER, fresh_ids(), soon))
    assert climbed.next_due == soon + timedelta(minutes=15)
    assert ladder.released(climbed, "task-done", "therapist-1", soon) == NOTHING


def test_nobody_waits_for_a_child_when_no_adult_may_be_told_any_more() -> None:
    held = disclosure(recorded())
    matter = Matter(disclosure=held, notices=(), pointers=(), verdicts={"mother": WITHHOLD})
    decision = rechecks.rechecked([matter], NOON)
    freed = disclosure(decision)
    assert (hold_of(freed).reason, freed.next_due) == ("nobody-permitted", NOON)
    for rung in (1, 2, 3):
        freed = disclosure(last := ladder.climb(freed, rung, audience(), fresh_ids(), NOON))
    assert [task.code for task in tasks(last)] == ["ladder-exhausted"]


def test_an_adult_comes_upon_nothing_before_the_child_was_told_also_after_a_take_over() -> None:
    held = disclosure(recorded())
    over = disclosure(engagement.taken_over(held, "therapist-1", NOON))
    for waiting in (held, over):
        with pytest.raises(NotFound):
            engagement.entitled(waiting, "mother", PERMIT, NOON)
        assert engagement.entitled(waiting, "mother", PERMIT, BOUND)
    told = disclosure(ladder.released(over, "task-done", "therapist-1", NOON))
    assert engagement.entitled(told, "mother", PERMIT, NOON)
    assert told.ladder is not None
    assert told.ladder.state is LadderState.TAKEN_OVER


def test_a_ladder_that_begins_with_a_text_message_is_held_as_well() -> None:
    by_text = replace(POLICY, rungs=(replace(POLICY.rungs[0], channel=Channel.SMS), *POLICY.rungs[1:]))
    event = decided(FIRST)
    assert not notices(disclosures.record(event, by_text, audience(point("mother", Channel.SMS)), fresh_ids(), NOON))
