from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from contracts.codes import Channel, DeliveryState, DutyBearer, DutyKind, LadderState, MessageClass, Outcome, Severity
from contracts.notifications import LadderMoved, LadderStarted, TaskOpened
from kernel.decision import NOTHING
from services.notifications.decisions import disclosures, engagement, ladder
from services.notifications.decisions.limits import default_policy
from services.notifications.model import Disclosure, Verdict
from services.web.browser.words.tasks import TASK as TASK_WORDS
from tests.unit.notifications.world import (
    NOON,
    PERMIT,
    WITHHOLD,
    adult,
    audience,
    decided,
    disclosure,
    duty,
    fresh_ids,
    notices,
    point,
    pointers,
    tasks,
)

POLICY = default_policy("clinic-hill")


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def test_a_safety_disclosure_asks_every_permitted_adult_by_mail_and_sets_the_second_rung() -> None:
    event = decided(adult("mother"), adult("stepfather"), adult("father", Outcome.WITHHOLD))
    points = audience(point("mother"), point("stepfather"), point("father"))
    decision = disclosures.record(event, POLICY, points, fresh_ids(), NOON)
    assert [(item.person, item.state) for item in notices(decision)] == [
        ("mother", DeliveryState.ACCEPTED),
        ("stepfather", DeliveryState.ACCEPTED),
    ]
    started = next(item for item in decision.events if isinstance(item, LadderStarted))
    assert started.adults == ("mother", "stepfather")
    assert (started.next_due, started.ends_at) == (NOON + minutes(15), NOON + minutes(60))
    assert decision.timers[0].due == disclosure(decision).next_due == NOON + minutes(15)
    assert len({item.id for item in pointers(decision)}) == 2


@pytest.mark.parametrize(("severity", "second", "last"), [(Severity.SERIOUS, 15, 60), (Severity.IMMINENT, 5, 15)])
def test_imminent_harm_climbs_faster(severity: Severity, second: int, last: int) -> None:
    decision = disclosures.record(
        decided(adult("mother"), severity=severity), POLICY, audience(point("mother")), fresh_ids(), NOON
    )
    started = next(item for item in decision.events if isinstance(item, LadderStarted))
    assert (started.next_due, started.ends_at) == (NOON + minutes(second), NOON + minutes(last))


@pytest.mark.parametrize(
    ("event", "codes"),
    [
        (decided(adult("father", Outcome.WITHHOLD)), ["nobody-permitted"]),
        (decided(), ["nobody-permitted"]),
        (decided(adult("father", Outcome.ESCALATE)), ["escalated"]),
        (decided(adult("father", Outcome.WITHHOLD), duties=(duty(DutyBearer.AGENCY, "agency-1"),)), ["inform-agency"]),
        (decided(adult("mother"), duties=(duty(DutyBearer.ON_CALL, "oncall-2"),)), ["inform-on-call"]),
        (decided(adult("mother"), duties=(duty(DutyBearer.GUARDIAN, "mother"),)), []),
    ],
)
def test_a_duty_never_ends_in_silence(event: object, codes: list[str]) -> None:
    decision = disclosures.record(event, POLICY, audience(point("mother")), fresh_ids(), NOON)  # type: ignore[arg-type]
    assert [task.code for task in tasks(decision)] == codes
    opened = [item for item in decision.events if isinstance(item, TaskOpened)]
    assert all({"oncall-1", "therapist-1"} <= set(item.assignees) for item in opened)
    assert all("agency-1" not in item.assignees for item in opened)


@pytest.mark.parametrize("bearer", [DutyBearer.AGENCY, DutyBearer.ON_CALL])
def test_informing_and_reporting_are_two_tasks_that_staff_can_tell_apart_and_have_words_for(bearer: DutyBearer) -> None:
    both = tuple(duty(bearer, "somebody", kind=kind) for kind in DutyKind)
    decision = disclosures.record(decided(duties=both), POLICY, audience(), fresh_ids(), NOON)
    codes = [task.code for task in tasks(decision)]
    assert codes == [f"inform-{bearer}", f"report-{bearer}"]
    assert set(codes) <= TASK_WORDS.keys()


def test_no_adult_of_the_family_is_a_human_to_act_and_at_last_the_clinic_is() -> None:
    father = decided(adult("father", Outcome.WITHHOLD), raised_by="father", on_call=("oncall-1",))
    assert disclosures.noted(father, POLICY, NOON).humans == ("oncall-1",)
    nobody = replace(father, on_call=("father",))
    assert disclosures.noted(nobody, POLICY, NOON).humans == ("clinic-hill",)


def test_an_update_is_one_notice_without_a_ladder_and_nobody_permitted_is_no_alarm() -> None:
    adults = adult("mother"), adult("father", Outcome.WITHHOLD)
    event = decided(*adults, message_class=MessageClass.UPDATE, severity=None)
    decision = disclosures.record(event, POLICY, audience(point("mother"), point("father")), fresh_ids(), NOON)
    assert [item.person for item in notices(decision)] == ["mother"]
    assert disclosure(decision).ladder is None
    assert not decision.timers
    quiet = decided(adult("father", Outcome.WITHHOLD), message_class=MessageClass.UPDATE)
    assert not tasks(disclosures.record(quiet, POLICY, audience(), fresh_ids(), NOON))


def test_an_update_goes_by_text_message_to_a_person_without_mail() -> None:
    event = decided(adult("mother"), message_class=MessageClass.UPDATE)
    decision = disclosures.record(event, POLICY, audience(point("mother", Channel.SMS)), fresh_ids(), NOON)
    assert notices(decision)[0].channel is Channel.SMS


def test_a_clinic_that_is_not_live_messages_nobody_outside_and_still_finds_a_human() -> None:
    trial = replace(POLICY, live=False)
    decision = disclosures.record(decided(adult("mother")), trial, audience(point("mother")), fresh_ids(), NOON)
    assert [(item.state, item.reason) for item in notices(decision)] == [(DeliveryState.SUPPRESSED, "trial")]
    assert disclosure(decision).next_due == NOON


def begun(*people: str) -> Disclosure:
    event = decided(*(adult(person) for person in people))
    return disclosure(disclosures.record(event, POLICY, audience(*map(point, people)), fresh_ids(), NOON))


def test_a_rung_is_not_taken_early_nor_twice_nor_out_of_turn() -> None:
    climbing = begun("mother")
    due = NOON + minutes(15)
    assert ladder.climb(climbing, 2, audience(), fresh_ids(), due - timedelta(microseconds=1)) == NOTHING
    assert ladder.climb(climbing, 3, audience(), fresh_ids(), due) == NOTHING
    taken = disclosure(ladder.climb(climbing, 2, audience(point("mother", Channel.SMS)), fresh_ids(), due))
    assert ladder.climb(taken, 2, audience(), fresh_ids(), due) == NOTHING


def test_each_rung_asks_those_who_are_entitled_at_that_moment() -> None:
    climbing = begun("mother", "father")
    newly = Verdict(outcome=Outcome.WITHHOLD, position=5)
    people = audience(point("mother", Channel.SMS), point("father", Channel.SMS), mother=PERMIT, father=newly)
    decision = ladder.climb(climbing, 2, people, fresh_ids(), NOON + minutes(15))
    assert [item.person for item in notices(decision)] == ["mother"]
    changed = disclosure(decision).adult("father")
    assert changed is not None
    assert changed.verdict == newly


def test_a_no_counts_whatever_its_position() -> None:
    climbing = ladder.judged(begun("mother"), {"mother": Verdict(outcome=Outcome.PERMIT, position=9)}, NOON)
    refused = ladder.judged(climbing, {"mother": Verdict(outcome=Outcome.WITHHOLD, position=0)}, NOON)
    adult_now = refused.adult("mother")
    assert adult_now is not None
    assert (adult_now.verdict.permits, adult_now.verdict.position) == (False, 9)


def test_a_yes_from_before_the_known_position_changes_nothing() -> None:
    climbing = begun("mother")
    now_withheld = ladder.judged(climbing, {"mother": Verdict(outcome=Outcome.WITHHOLD, position=9)}, NOON)
    again = ladder.judged(now_withheld, {"mother": Verdict(outcome=Outcome.PERMIT, position=8)}, NOON)
    assert again == now_withheld


def test_a_rung_that_reaches_nobody_is_recorded_with_its_reason_and_the_next_comes_at_once() -> None:
    decision = disclosures.record(decided(adult("mother")), POLICY, audience(), fresh_ids(), NOON)
    first = disclosure(decision)
    assert first.ladder is not None
    assert first.ladder.climbed[0].reason == "no-contact-point"
    assert first.next_due == NOON
    second = disclosure(ladder.climb(first, 2, audience(), fresh_ids(), NOON))
    last = ladder.climb(second, 3, audience(), fresh_ids(), NOON)
    assert [task.code for task in tasks(last)] == ["ladder-exhausted"]
    moved = next(item for item in last.events if isinstance(item, LadderMoved))
    assert moved.state is LadderState.EXHAUSTED


def test_an_acknowledgement_ends_the_ladder_and_its_timer() -> None:
    climbing = begun("mother")
    opened = disclosure(engagement.viewed(climbing, "mother", PERMIT, NOON))
    decision = engagement.acknowledged(opened, "mother", PERMIT, NOON + minutes(3))
    ended = disclosure(decision)
    assert ended.ladder is not None
    assert (ended.ladder.state, ended.ladder.ended_by, ended.next_due) == (LadderState.ACKNOWLEDGED, "mother", None)
    assert decision.cancelled == ("ladder:disclosure-1:2",)
    assert ladder.climb(ended, 2, audience(), fresh_ids(), NOON + minutes(15)) == NOTHING


def test_due_times_do_not_move_when_clocks_change() -> None:
    before_change = datetime(2026, 3, 8, 7, 50, tzinfo=UTC)  # ten minutes before New York springs forward
    event, people = decided(adult("mother")), audience(point("mother"))
    decision = disclosures.record(event, POLICY, people, fresh_ids(), before_change)
    assert decision.timers[0].due - before_change == minutes(15)
    local = decision.timers[0].due.astimezone(ZoneInfo("America/New_York"))
    assert (local.hour, local.minute) == (4, 5)


def test_withheld_is_never_asked() -> None:
    climbing = begun("mother")
    decision = ladder.climb(
        climbing, 2, audience(point("mother", Channel.SMS), mother=WITHHOLD), fresh_ids(), NOON + minutes(15)
    )
    assert not notices(decision)
    assert disclosure(decision).ladder.climbed[-1].reason == "nobody-permitted"  # type: ignore[union-attr]
