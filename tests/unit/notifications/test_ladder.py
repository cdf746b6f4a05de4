from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.codes import Channel, DeliveryState, DutyBearer, LadderState, MessageClass, Outcome, Severity
from contracts.notifications import LadderMoved, LadderStarted, TaskOpened
from kernel.decision import NOTHING
from services.notifications.decisions import disclosures, engagement, ladder
from services.notifications.decisions.hours import first_safe
from services.notifications.decisions.limits import default_policy
from services.notifications.model import Disclosure, Notice, SafeHours, Verdict
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
        (decided(adult("father", Outcome.WITHHOLD), duties=(duty(DutyBearer.AGENCY, "agency-1"),)), ["duty-agency"]),
        (decided(adult("mother"), duties=(duty(DutyBearer.ON_CALL, "oncall-2"),)), ["duty-on-call"]),
        (decided(adult("mother"), duties=(duty(DutyBearer.GUARDIAN, "mother"),)), []),
    ],
)
def test_a_duty_never_ends_in_silence(event: object, codes: list[str]) -> None:
    decision = disclosures.record(event, POLICY, audience(point("mother")), fresh_ids(), NOON)  # type: ignore[arg-type]
    assert [task.code for task in tasks(decision)] == codes
    opened = [item for item in decision.events if isinstance(item, TaskOpened)]
    assert all({"oncall-1", "therapist-1"} <= set(item.assignees) for item in opened)
    assert all("agency-1" not in item.assignees for item in opened)


def test_an_update_is_one_notice_without_a_ladder_and_nobody_permitted_is_no_alarm() -> None:
    event = decided(adult("mother"), adult("father", Outcome.WITHHOLD), message_class=MessageClass.UPDATE, severity=None)
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
    trial = default_policy("clinic-hill")
    from dataclasses import replace

    trial = replace(trial, live=False)
    decision = disclosures.record(decided(adult("mother")), trial, audience(point("mother")), fresh_ids(), NOON)
    assert [(item.state, item.reason) for item in notices(decision)] == [(DeliveryState.SUPPRESSED, "trial")]
    assert disclosure(decision).next_due == NOON


def begun(*people: str) -> tuple[Disclosure, list[Notice]]:
    decision = disclosures.record(
        decided(*(adult(person) for person in people)), POLICY, audience(*map(point, people)), fresh_ids(), NOON
    )
    return disclosure(decision), notices(decision)


def test_a_rung_is_not_taken_early_nor_twice_nor_out_of_turn() -> None:
    climbing, _ = begun("mother")
    due = NOON + minutes(15)
    assert ladder.climb(climbing, 2, audience(), fresh_ids(), due - timedelta(microseconds=1)) == NOTHING
    assert ladder.climb(climbing, 3, audience(), fresh_ids(), due) == NOTHING
    taken = disclosure(ladder.climb(climbing, 2, audience(point("mother", Channel.SMS)), fresh_ids(), due))
    assert ladder.climb(taken, 2, audience(), fresh_ids(), due) == NOTHING


def test_each_rung_asks_those_who_are_entitled_at_that_moment() -> None:
    climbing, sent = begun("mother", "father")
    newly = Verdict(outcome=Outcome.WITHHOLD, position=5)
    people = audience(point("mother", Channel.SMS), point("father", Channel.SMS), mother=PERMIT, father=newly)
    decision = ladder.climb(climbing, 2, people, fresh_ids(), NOON + minutes(15))
    assert [item.person for item in notices(decision)] == ["mother"]
    changed = disclosure(decision).adult("father")
    assert changed is not None
    assert changed.verdict == newly


def test_an_answer_from_before_the_known_position_changes_nothing() -> None:
    climbing, _ = begun("mother")
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
    climbing, _ = begun("mother")
    opened = disclosure(engagement.viewed(climbing, "mother", PERMIT, NOON))
    decision = engagement.acknowledged(opened, "mother", PERMIT, NOON + minutes(3))
    ended = disclosure(decision)
    assert ended.ladder is not None
    assert (ended.ladder.state, ended.ladder.ended_by, ended.next_due) == (LadderState.ACKNOWLEDGED, "mother", None)
    assert decision.cancelled == ("ladder:disclosure-1:2",)
    assert ladder.climb(ended, 2, audience(), fresh_ids(), NOON + minutes(15)) == NOTHING


def test_due_times_do_not_move_when_clocks_change() -> None:
    before_change = datetime(2026, 3, 8, 7, 50, tzinfo=UTC)  # ten minutes before New York springs forward
    decision = disclosures.record(decided(adult("mother")), POLICY, audience(point("mother")), fresh_ids(), before_change)
    assert decision.timers[0].due - before_change == minutes(15)
    local = decision.timers[0].due.astimezone(ZoneInfo("America/New_York"))
    assert (local.hour, local.minute) == (4, 5)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 3, 8, 6, 30, tzinfo=UTC), datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),  # 02:30 does not exist
        (datetime(2026, 11, 1, 4, 0, tzinfo=UTC), datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
        (datetime(2026, 6, 1, 18, 0, tzinfo=UTC), datetime(2026, 6, 1, 18, 0, tzinfo=UTC)),
        (datetime(2026, 6, 2, 1, 0, tzinfo=UTC), datetime(2026, 6, 2, 6, 30, tzinfo=UTC)),
    ],
)
def test_safe_hours_begin_in_the_readers_zone_also_on_the_days_clocks_change(now: datetime, expected: datetime) -> None:
    hours = SafeHours(start="02:30", end="20:00", zone="America/New_York")
    found = first_safe(hours, now)
    assert now <= found
    assert abs(found - expected) <= timedelta(minutes=60)
    assert found.utcoffset() == timedelta(0)


@given(
    start=st.integers(0, 47),
    end=st.integers(0, 47),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    zone=st.sampled_from(["America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "UTC"]),
)
@settings(max_examples=150, deadline=None)
def test_a_message_waits_less_than_a_day_and_a_bit_for_safe_hours(start: int, end: int, at: datetime, zone: str) -> None:
    if start == end:
        return
    wall = [f"{half // 2:02d}:{half % 2 * 30:02d}" for half in (start, end)]
    found = first_safe(SafeHours(start=wall[0], end=wall[1], zone=zone), at)
    assert at <= found <= at + timedelta(hours=25)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["tick", "timer", "sweep", "bounce", "withhold", "permit", "open", "acknowledge", "restart"]),
        st.sampled_from(["mother", "father"]),
        st.integers(0, 40),
    ),
    max_size=25,
)


@given(EVENTS)
@settings(max_examples=200, deadline=None)
def test_whatever_happens_each_rung_is_taken_once_and_the_end_is_a_reader_or_a_humans_task(
    steps: list[tuple[str, str, int]],
) -> None:
    world = _World()
    for step, person, after in steps:
        world.step(step, person, after)
    world.wait_for_the_end()
    assert world.rungs == sorted(set(world.rungs))
    assert world.state.ladder is not None
    if world.state.ladder.state is LadderState.ACKNOWLEDGED:
        assert any(item.acknowledged_at for item in world.state.adults)
    else:
        assert world.state.ladder.state is LadderState.EXHAUSTED
        assert "ladder-exhausted" in world.tasks
    assert world.now <= NOON + timedelta(minutes=60 + 40 * len(steps) + 1)


class _World:
    """One ladder under two triggers, with restarts between them; what a person does is refused when it must be."""

    def __init__(self) -> None:
        self.now, self.fresh = NOON, fresh_ids()
        self.verdicts = {"mother": PERMIT, "father": PERMIT}
        self.position = 1
        self.points = [point(name, channel) for name in self.verdicts for channel in (Channel.EMAIL, Channel.SMS)]
        self.tasks: list[str] = []
        self.rungs: list[int] = []
        self.notices: list[Notice] = []
        event = decided(adult("mother"), adult("father"))
        self._take(disclosures.record(event, POLICY, audience(*self.points), self.fresh, self.now))

    def step(self, name: str, person: str, after: int) -> None:
        self.now += minutes(after)
        if name in ("timer", "sweep", "restart"):
            for _ in range(2):  # both triggers with the same rung in mind
                self._climb()
        elif name == "bounce":
            moved, _ = ladder.hastened(self.state, [], self.now)
            self.state = moved
        elif name in ("withhold", "permit"):
            self.position += 1
            outcome = Outcome.PERMIT if name == "permit" else Outcome.WITHHOLD
            self.verdicts[person] = Verdict(outcome=outcome, position=self.position)
        elif name in ("open", "acknowledge") and self.verdicts[person].permits:
            self._take(engagement.viewed(self.state, person, self.verdicts[person], self.now))
            if name == "acknowledge":
                self._take(engagement.acknowledged(self.state, person, self.verdicts[person], self.now))

    def wait_for_the_end(self) -> None:
        for _ in range(10):
            if self.state.next_due is not None:
                self.now = max(self.now, self.state.next_due)
                self._climb()

    def _climb(self) -> None:
        assert self.state.ladder is not None
        rung = self.state.ladder.rung + 1
        people = audience(*self.points, **self.verdicts)
        for _ in range(2):
            self._take(ladder.climb(self.state, rung, people, self.fresh, self.now))

    def _take(self, decision: object) -> None:
        for item in getattr(decision, "changes", ()):
            if isinstance(item, Disclosure):
                self.state = item
        self.tasks += [item.code for item in tasks(decision)]  # type: ignore[arg-type]
        new = notices(decision)  # type: ignore[arg-type]
        self.notices += new
        before = len(self.rungs)
        assert self.state.ladder is not None
        for step in self.state.ladder.climbed[before:]:
            self.rungs.append(step.rung)


def test_withheld_is_never_asked() -> None:
    climbing, _ = begun("mother")
    decision = ladder.climb(
        climbing, 2, audience(point("mother", Channel.SMS), mother=WITHHOLD), fresh_ids(), NOON + minutes(15)
    )
    assert not notices(decision)
    assert disclosure(decision).ladder.climbed[-1].reason == "nobody-permitted"  # type: ignore[union-attr]
