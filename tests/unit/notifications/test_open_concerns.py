"""What is acknowledged and not resolved comes again; what is handed over moves when it is accepted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.codes import LadderState, MessageClass, Outcome, Severity
from contracts.notifications import LadderMoved, TaskOpened
from kernel.decision import NOTHING
from kernel.errors import Invalid, NotFound, Stale
from services.notifications.decisions import disclosures, engagement, handing, ladder, overdue, resolving, tasks
from services.notifications.decisions.limits import default_policy
from services.notifications.model import Disclosure, HandOverState, Task, TaskState
from services.web.browser.words.tasks import TASK as TASK_WORDS
from tests.unit.notifications.world import (
    NOON,
    PERMIT,
    adult,
    audience,
    decided,
    disclosure,
    fresh_ids,
    one,
    point,
)
from tests.unit.notifications.world import tasks as tasks_of

POLICY = replace(default_policy("clinic-hill"), resolve_hours=10, resolve_hours_imminent=2)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def begun(severity: Severity = Severity.SERIOUS, at: datetime = NOON) -> Disclosure:
    event = decided(adult("mother"), severity=severity, decided_at=at)
    return disclosure(disclosures.record(event, POLICY, audience(point("mother")), fresh_ids(), at))


def acknowledged(severity: Severity = Severity.SERIOUS, at: datetime = NOON) -> Disclosure:
    opened = disclosure(engagement.viewed(begun(severity, at), "mother", PERMIT, at))
    return disclosure(engagement.acknowledged(opened, "mother", PERMIT, at))


def asked(item: Disclosure, now: datetime, *known: Task, closed: bool = False) -> object:
    return resolving.asked_again(item, known, closed, fresh_ids(), now)


@pytest.mark.parametrize(("severity", "after"), [(Severity.SERIOUS, 10), (Severity.IMMINENT, 2)])
def test_an_acknowledged_concern_that_stays_open_calls_a_human_in_the_policys_time(
    severity: Severity, after: int
) -> None:
    read = acknowledged(severity)
    assert read.unresolved_due == NOON + hours(after)
    assert asked(read, NOON + hours(after) - timedelta(microseconds=1)) == NOTHING
    decision = resolving.asked_again(read, (), False, fresh_ids(), NOON + hours(after))
    [task] = tasks_of(decision)
    assert (task.code, task.assignees) == ("concern-unresolved", ("oncall-1", "therapist-1"))
    assert disclosure(decision).unresolved_due == NOON + hours(2 * after)
    assert task.code in TASK_WORDS


def test_the_time_is_frozen_with_the_policy_and_a_later_one_moves_nothing() -> None:
    assert begun().resolve_hours == 10
    assert acknowledged().unresolved_due == NOON + hours(10)


def test_while_the_task_is_open_no_second_one_comes_and_the_clock_goes_on() -> None:
    read = acknowledged()
    first = resolving.asked_again(read, (), False, fresh_ids(), NOON + hours(10))
    [task], again = tasks_of(first), disclosure(first)
    second = resolving.asked_again(again, (task,), False, fresh_ids(), NOON + hours(20))
    assert tasks_of(second) == []
    assert second.timers[0].due == NOON + hours(30)
    done = one(tasks.done(task, "reached", None, "oncall-1", NOON + hours(21)), Task)
    third = resolving.asked_again(disclosure(second), (done,), False, fresh_ids(), NOON + hours(30))
    assert [item.code for item in tasks_of(third)] == ["concern-unresolved"]


def test_closing_the_concern_is_the_only_end() -> None:
    read = acknowledged()
    [task] = tasks_of(resolving.asked_again(read, (), False, fresh_ids(), NOON + hours(10)))
    closing = engagement.closed([read], [task], "therapist-1", NOON + hours(11))
    assert disclosure(closing).unresolved_due is None
    assert closing.cancelled == ("unresolved:disclosure-1",)
    assert [(item.state, item.outcome) for item in tasks_of(closing)] == [(TaskState.DONE, "closed")]
    late = resolving.asked_again(read, (), True, fresh_ids(), NOON + hours(10))  # closed before it was heard of
    assert (tasks_of(late), disclosure(late).unresolved_due) == ([], None)


def test_an_exhausted_ladder_and_one_that_nobody_may_climb_are_looked_at_again_too() -> None:
    nobody = disclosures.record(decided(adult("father", Outcome.WITHHOLD)), POLICY, audience(), fresh_ids(), NOON)
    assert disclosure(nobody).unresolved_due == NOON + hours(10)
    climbing = begun()
    for rung in (2, 3):
        climbing = disclosure(
            ladder.climb(replace(climbing, next_due=NOON), rung, audience(), fresh_ids(), NOON + hours(1))
        )
    assert climbing.ladder is not None
    assert climbing.ladder.state is LadderState.EXHAUSTED
    assert climbing.unresolved_due == NOON + hours(11)


def test_routine_items_are_nobodys_open_concern() -> None:
    event = decided(adult("mother"), message_class=MessageClass.UPDATE, severity=None)
    assert disclosure(disclosures.record(event, POLICY, audience(), fresh_ids(), NOON)).unresolved_due is None


@given(st.integers(0, 24 * 365), st.sampled_from(["America/New_York", "Europe/Rome"]))
def test_the_hours_are_hours_whatever_the_clocks_on_the_wall_do(hour: int, zone: str) -> None:
    at = (datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)) + hours(hour)).astimezone(UTC)
    due = acknowledged(at=at).unresolved_due
    assert due is not None
    assert due - at == hours(10)


# Handing over


def offer(item: Disclosure, to: str = "colleague-1", by: str = "therapist-1", *known: Task) -> tuple[Disclosure, Task]:
    decision = handing.offered(item, by, to, {"mother", "accused-1"}, list(known), fresh_ids(), NOON)
    open_ones = [task for task in tasks_of(decision) if task.state is TaskState.OPEN]
    return disclosure(decision), open_ones[0]


def test_an_offer_is_the_colleagues_task_and_the_ladder_climbs_on() -> None:
    climbing, task = offer(begun())
    assert (task.code, task.assignees) == ("hand-over", ("colleague-1",))
    assert climbing.climbing
    assert climbing.next_due == begun().next_due
    assert task.code in TASK_WORDS


def test_it_is_theirs_when_they_accept() -> None:
    climbing, task = offer(begun())
    decision = handing.answered(climbing, task.id, "colleague-1", True, [task], NOON + hours(1))
    after = disclosure(decision)
    assert after.ladder is not None
    assert (after.ladder.state, after.ladder.ended_by) == (LadderState.TAKEN_OVER, "colleague-1")
    assert after.humans[0] == "colleague-1"
    assert [(item.by, item.to, item.state) for item in after.hand_overs] == [
        ("therapist-1", "colleague-1", HandOverState.ACCEPTED)
    ]
    assert [item.state for item in tasks_of(decision)] == [TaskState.DONE]


def test_it_stays_when_they_decline() -> None:
    climbing, task = offer(begun())
    decision = handing.answered(climbing, task.id, "colleague-1", False, [task], NOON + hours(1))
    after = disclosure(decision)
    assert after.climbing
    assert after.humans == ("oncall-1", "therapist-1")
    assert (after.hand_overs[0].state, after.hand_overs[0].answered_at) == (HandOverState.DECLINED, NOON + hours(1))


def test_who_has_taken_it_over_hands_it_on_and_the_clock_begins_anew() -> None:
    over = disclosure(engagement.taken_over(begun(), "therapist-1", NOON))
    after, task = offer(over)
    decision = handing.answered(after, task.id, "colleague-1", True, [task], NOON + hours(3))
    passed = disclosure(decision)
    assert passed.ladder is not None
    assert (passed.ladder.ended_by, passed.unresolved_due) == ("colleague-1", NOON + hours(13))
    moved = [event for event in decision.events if isinstance(event, LadderMoved)]
    assert [(event.state, event.person) for event in moved] == [(LadderState.TAKEN_OVER, "colleague-1")]


def test_a_second_offer_withdraws_the_first() -> None:
    climbing, first = offer(begun())
    decision = handing.offered(climbing, "therapist-1", "colleague-2", (), [first], lambda: "second", NOON)
    after = disclosure(decision)
    assert [item.state for item in after.hand_overs] == [HandOverState.WITHDRAWN, HandOverState.OFFERED]
    assert {task.id: task.state for task in tasks_of(decision)} == {
        first.id: TaskState.DONE,
        "second": TaskState.OPEN,
    }
    with pytest.raises(Stale):
        handing.answered(after, first.id, "colleague-1", True, [], NOON)


def test_nobody_answers_an_offer_to_somebody_else() -> None:
    climbing, task = offer(begun())
    with pytest.raises(NotFound):
        handing.answered(climbing, task.id, "colleague-2", True, [task], NOON)


@pytest.mark.parametrize("to", ["therapist-1", "mother", "accused-1"])
def test_it_is_offered_neither_to_oneself_nor_to_the_family_nor_to_the_accused(to: str) -> None:
    with pytest.raises(Invalid):
        offer(begun(), to)


def test_a_matter_that_has_ended_is_not_handed_over() -> None:
    with pytest.raises(Stale):
        offer(acknowledged())


def test_closing_takes_an_open_offer_back() -> None:
    climbing, task = offer(begun())
    after = disclosure(engagement.closed([climbing], [task], "therapist-1", NOON))
    assert after.hand_overs[0].state is HandOverState.WITHDRAWN


# Tasks that nobody does


def test_an_overdue_task_climbs_to_the_clinic_and_then_to_the_privacy_officer() -> None:
    _, task = offer(begun())
    assert overdue.escalated(task, task.due - timedelta(microseconds=1)) == NOTHING
    first = overdue.escalated(task, task.due)
    once = one(first, Task)
    assert (once.assignees, once.escalated) == (("colleague-1", "clinic-hill"), 1)
    assert [event.assignees for event in first.events if isinstance(event, TaskOpened)] == [once.assignees]
    assert overdue.escalated(once, task.due + hours(1)) == NOTHING
    twice = one(overdue.escalated(once, task.due + hours(24)), Task)
    assert (twice.assignees[-1], twice.escalates_at) == ("network-north", None)
    assert overdue.escalated(twice, task.due + hours(99)) == NOTHING


def test_a_task_that_was_done_climbs_no_further() -> None:
    _, task = offer(begun())
    done = one(tasks.done(task, "accepted", None, "colleague-1", NOON), Task)
    assert overdue.escalated(done, task.due + hours(1)) == NOTHING
