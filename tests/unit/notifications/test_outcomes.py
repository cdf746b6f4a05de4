"""Reports move delivery forward only: the whole table of states and reports."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.codes import Channel, DeliveryState, DisclosureClass, LadderState, MessageClass, Severity
from kernel.decision import Decision
from kernel.kind import Sealed
from services.notifications.decisions.delivery import Around
from services.notifications.decisions.limits import RUNGS
from services.notifications.decisions.outcomes import FORWARD, reported
from services.notifications.model import ContactPoint, Disclosure, Ladder, Notice, NoticeKind, Report, Reported, Task

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=3)
FINAL = {DeliveryState.HANDED_OVER, DeliveryState.BOUNCED, DeliveryState.EXPIRED, DeliveryState.SUPPRESSED}
RANK = {
    DeliveryState.ACCEPTED: 0,
    DeliveryState.DISPATCHED: 1,
    DeliveryState.UNKNOWN: 2,
    DeliveryState.PROVIDER_ACCEPTED: 3,
    **dict.fromkeys(FINAL, 4),
}

POINT = ContactPoint(
    id="point-1", person="mother", network="north", channel=Channel.SMS, address=Sealed("x"), address_digest="d",
    verified=True, usable=True, reason=None, safe_hours=None, no_voicemail=False, changed_at=NOON,
)  # fmt: skip
DISCLOSURE = Disclosure(
    id="disclosure-1", child="child-1", network="north", clinic="hill", item_service="notes", item="concern-1",
    disclosure_class=DisclosureClass.SAFETY_CONCERN, message_class=MessageClass.SAFETY, concern_kind=None,
    severity=Severity.SERIOUS, raised_by="therapist-1", on_call=("oncall-1",), adults=(), policy="p.1", position=1,
    decided_at=NOON, live=True, next_due=NOON + timedelta(minutes=15),
    ladder=Ladder(policy="p.1", rungs=RUNGS, started_at=NOON, state=LadderState.CLIMBING, rung=1),
)  # fmt: skip
NOTICE = Notice(
    id="notice-1", child="child-1", disclosure="disclosure-1", person="mother", kind=NoticeKind.POINTER,
    channel=Channel.SMS, message_class=MessageClass.SAFETY, contact_point="point-1", pointer="pointer-1", rung=1,
    lane=0, state=DeliveryState.PROVIDER_ACCEPTED, reason=None, due=NOON,
    expires=NOON + timedelta(days=3), created_at=NOON, attempts=1, reference="SM1", providers=("twilio",),
)  # fmt: skip


def told(notice: Notice, what: Reported, point: ContactPoint = POINT, **of: str) -> Decision:
    numbers = count(1)
    report = Report(told=what, code="code-1", at=LATER, **of)  # type: ignore[arg-type]
    around = Around(disclosure=DISCLOSURE, point=point, pointer=None)
    return reported(notice, around, report, lambda: f"new-{next(numbers)}", LATER)


def left(decision: Decision, before: Notice) -> Notice:
    return next((item for item in decision.changes if isinstance(item, Notice)), before)


@pytest.mark.parametrize("state", DeliveryState)
@pytest.mark.parametrize("what", Reported)
def test_every_report_in_every_state_moves_forward_or_not_at_all(state: DeliveryState, what: Reported) -> None:
    before = replace(NOTICE, state=state)
    after = left(told(before, what), before)
    expected = FORWARD.get((state, what), state)
    assert after.state is expected
    assert expected is state or RANK[expected] > RANK[state]
    if state in FINAL:
        assert after == before


@given(st.lists(st.sampled_from(list(Reported)), max_size=8))
def test_whatever_is_told_in_whatever_order_nothing_ever_goes_back(reports: list[Reported]) -> None:
    notice, seen = NOTICE, [NOTICE.state]
    for what in reports:
        notice = left(told(notice, what), notice)
        seen.append(notice.state)
    assert [RANK[state] for state in seen] == sorted(RANK[state] for state in seen)


def test_the_second_time_changes_nothing() -> None:
    once = left(told(NOTICE, Reported.DELIVERED), NOTICE)
    assert told(once, Reported.DELIVERED).changes == ()


def test_a_hard_bounce_climbs_at_once_and_the_address_is_used_no_more() -> None:
    decision = told(NOTICE, Reported.UNFIT)
    point = next(item for item in decision.changes if isinstance(item, ContactPoint))
    disclosure = next(item for item in decision.changes if isinstance(item, Disclosure))
    assert (point.usable, point.reason) == (False, "bounced")
    assert disclosure.next_due == LATER
    assert [timer.due for timer in decision.timers] == [LATER]


@pytest.mark.parametrize("state", sorted(FINAL))
def test_a_late_bounce_leaves_the_state_and_spoils_the_address_all_the_same(state: DeliveryState) -> None:
    decision = told(replace(NOTICE, state=state), Reported.UNFIT)
    assert [type(item) for item in decision.changes] == [ContactPoint]
    assert told(NOTICE, Reported.UNFIT, replace(POINT, usable=False)).reply["outcome"] == "moved"


def test_what_comes_before_the_providers_answer_is_kept_once() -> None:
    waiting = replace(NOTICE, state=DeliveryState.DISPATCHED, reference=None, providers=())
    kept = left(told(waiting, Reported.DELIVERED, reference="SM1"), waiting)
    assert (kept.state, [report.told for report in kept.early]) == (DeliveryState.DISPATCHED, [Reported.DELIVERED])
    assert told(kept, Reported.DELIVERED, reference="SM1").changes == ()


def test_another_attempts_failure_says_nothing_and_its_delivery_does() -> None:
    assert told(NOTICE, Reported.FAILED, reference="SM-of-before").reply["outcome"] == "another-attempt"
    assert left(told(NOTICE, Reported.DELIVERED, reference="SM-of-before"), NOTICE).state is DeliveryState.HANDED_OVER


def test_a_provider_that_was_not_asked_has_nothing_to_say() -> None:
    assert told(NOTICE, Reported.DELIVERED, provider="somebody-else").reply["outcome"] == "not-theirs"


def test_nobody_can_know_of_a_message_that_never_left() -> None:
    unsent = replace(NOTICE, state=DeliveryState.ACCEPTED, attempts=0)
    for what in Reported:
        assert told(unsent, what).changes == ()


def test_a_complaint_restricts_the_address_and_asks_a_human_once() -> None:
    decision = told(NOTICE, Reported.COMPLAINED)
    point = next(item for item in decision.changes if isinstance(item, ContactPoint))
    task = next(item for item in decision.changes if isinstance(item, Task))
    assert (point.usable, point.complained_at) == (True, LATER)
    assert (task.code, task.person, task.assignees) == ("complained", "mother", ("oncall-1", "therapist-1"))
    assert told(NOTICE, Reported.COMPLAINED, point).changes == ()
