"""When a routine message may leave, and that safety is never asked."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.codes import Channel, DeliveryState, MessageClass, Outcome
from services.notifications.decisions.delivery import Around, dispatched
from services.notifications.decisions.disclosures import record
from services.notifications.decisions.limits import default_policy
from services.notifications.decisions.timing import Admission, Manners, admitted
from services.notifications.model import (
    Boundary,
    DayCount,
    Disclosure,
    Notice,
    Preferences,
    Routine,
    SafeHours,
    Verdict,
    Wish,
    Wishes,
)
from tests.unit.notifications.world import (
    NOON,
    PERMIT,
    WITHHOLD,
    adult,
    audience,
    decided,
    fresh_ids,
    notices,
    one,
    point,
    pointers,
)

ROUTINE = [item for item in MessageClass if item is not MessageClass.SAFETY]
NIGHT = SafeHours(start="21:00", end="07:00", zone="UTC")
MAIL, PHONE = point("mother"), point("mother", Channel.SMS)


def preferences(**changes: Any) -> Preferences:
    plain = Preferences(
        id="mother", network="network-north", version=1, language=None, channels=(), classes=(), quiet=None,
        digest_at=None, snoozed_until=None, changed_by="mother", changed_at=NOON,
    )  # fmt: skip
    return replace(plain, **changes)


def boundary(**changes: Any) -> Boundary:
    plain = Boundary(
        id="child-1", network="network-north", version=1, hours=None, channels=(), closed=(), changed_by="ted",
        changed_at=NOON,
    )  # fmt: skip
    return replace(plain, **changes)


def manners(**changes: Any) -> Manners:
    plain = Manners(
        routine=Routine(), preferences=None, boundary=None, tally=None, points=(MAIL, PHONE), live=frozenset(Channel)
    )
    return replace(plain, **changes)


def placed(message_class: MessageClass = MessageClass.UPDATE) -> tuple[Notice, Around]:
    event = decided(adult("mother"), message_class=message_class)
    decision = record(event, default_policy("clinic-hill"), audience(MAIL), fresh_ids(), NOON)
    (notice,), (pointer,) = notices(decision), pointers(decision)
    return notice, Around(disclosure=one(decision, Disclosure), point=MAIL, pointer=pointer)


def asked(rules: Manners, now: datetime = NOON, verdict: Verdict = PERMIT, **changes: Any) -> Admission:
    notice = replace(placed()[0], **changes)
    return admitted(notice, rules, verdict, now)


def wishing(wish: Wish) -> Manners:
    said = (Wishes(message_class=MessageClass.UPDATE, wish=wish),)
    return manners(preferences=preferences(classes=said))


@pytest.mark.parametrize("message_class", ROUTINE)
def test_a_routine_message_in_quiet_hours_leaves_when_they_end(message_class: MessageClass) -> None:
    notice, around = placed(message_class)
    night = NOON.replace(hour=22)
    rules = manners(preferences=preferences(quiet=NIGHT))
    lasting = replace(notice, expires=night + timedelta(days=1))
    later = dispatched(lasting, replace(around, manners=rules), PERMIT, None, night)
    waiting = one(later, Notice)
    assert (later.reply["go"], waiting.state, waiting.reason) == (False, DeliveryState.ACCEPTED, "quiet-hours")
    assert waiting.due == NOON.replace(hour=7) + timedelta(days=1)
    assert waiting.expires == waiting.due + timedelta(hours=24)


@given(
    hour=st.integers(0, 23),
    sent=st.integers(0, 60),
    snoozed=st.booleans(),
    wish=st.sampled_from(Wish),
    closed=st.sets(st.sampled_from(ROUTINE)),
)
@settings(max_examples=100, deadline=None)
def test_safety_never_waits_for_wishes_quiet_hours_boundary_or_cap(
    hour: int, sent: int, snoozed: bool, wish: Wish, closed: set[MessageClass]
) -> None:
    now = NOON.replace(hour=hour)
    wishes = tuple(Wishes(message_class=item, wish=wish) for item in MessageClass)
    own = preferences(
        quiet=NIGHT, classes=wishes, channels=(Channel.SMS,), snoozed_until=now + timedelta(days=1) if snoozed else None
    )
    hours = SafeHours(start="09:00", end="09:15", zone="UTC")
    line = boundary(hours=hours, closed=tuple(closed), channels=(Channel.SMS,))
    tally = DayCount(id="mother", day="2026-03-02", sent=tuple(map(str, range(sent))))
    notice, around = placed(MessageClass.SAFETY)
    ready = replace(notice, due=now, expires=now + timedelta(days=3))
    rules = manners(preferences=own, boundary=line, tally=tally, routine=Routine(daily_cap=0))
    assert dispatched(ready, replace(around, manners=rules), PERMIT, None, now).reply["go"] is True


@given(wish=st.sampled_from(Wish), verdict=st.sampled_from([WITHHOLD, Verdict(outcome=Outcome.ESCALATE)]))
def test_a_message_to_somebody_who_may_not_know_never_leaves_whatever_they_wish(wish: Wish, verdict: Verdict) -> None:
    notice, around = placed()
    decision = dispatched(notice, replace(around, manners=wishing(wish)), verdict, None, NOON)
    assert (decision.reply["go"], one(decision, Notice).reason) == (False, "not-permitted")
    assert not [item for item in decision.changes if isinstance(item, DayCount)]


def test_a_class_that_is_not_wanted_is_not_sent_and_others_are() -> None:
    assert asked(wishing(Wish.NEVER)).stop == "unwanted"
    assert asked(wishing(Wish.NEVER), message_class=MessageClass.MESSAGE).stop is None


def test_who_snoozes_is_written_to_afterwards() -> None:
    until = NOON + timedelta(days=2)
    assert asked(manners(preferences=preferences(snoozed_until=until))).wait == (until, "snoozed")
    assert asked(manners(preferences=preferences(snoozed_until=NOON))).wait is None


def test_another_channel_that_is_preferred_by_now_is_taken() -> None:
    assert asked(manners(preferences=preferences(channels=(Channel.SMS,)))).reroute == PHONE


def test_a_channel_that_leads_to_nobody_is_passed_over() -> None:
    rules = manners(preferences=preferences(channels=(Channel.SMS, Channel.EMAIL)))
    assert asked(replace(rules, points=(MAIL,))).reroute is None
    assert asked(replace(rules, live=frozenset({Channel.EMAIL}))).reroute is None
    assert asked(replace(rules, live=frozenset())).stop == "no-channel-wanted"


def test_who_needs_a_channel_of_their_own_gets_no_text_message_however_they_wish() -> None:
    own = Verdict(outcome=Outcome.PERMIT, obligations=("own-channel",))
    assert asked(manners(preferences=preferences(channels=(Channel.SMS,))), verdict=own).stop == "no-channel-wanted"


def test_a_childs_boundary_closes_classes_channels_and_hours() -> None:
    assert asked(manners(boundary=boundary(closed=(MessageClass.UPDATE,)))).stop == "boundary"
    assert asked(manners(boundary=boundary(channels=(Channel.SMS,)))).reroute == PHONE
    afternoon = SafeHours(start="15:00", end="18:00", zone="UTC")
    assert asked(manners(boundary=boundary(hours=afternoon))).wait == (NOON.replace(hour=15), "quiet-hours")


def test_hours_that_fit_nobody_end_the_message_instead_of_keeping_it_for_ever() -> None:
    rules = manners(
        boundary=boundary(hours=SafeHours(start="22:00", end="23:00", zone="UTC")), preferences=preferences(quiet=NIGHT)
    )
    assert asked(rules).stop == "no-hours-left"


def test_quiet_hours_of_the_clinic_are_those_of_the_readers_clocks() -> None:
    house = Routine(quiet_from="21:00", quiet_until="07:00", zone="UTC")
    assert asked(manners(routine=house)).wait is None
    assert asked(manners(routine=house, zone="Asia/Tokyo")).wait == (NOON.replace(hour=22), "quiet-hours")


def test_what_exceeds_the_cap_waits_for_the_digest_of_the_day() -> None:
    full = DayCount(id="mother", day="2026-03-02", sent=("a", "b"))
    found = asked(manners(routine=Routine(daily_cap=2), tally=full))
    assert (found.wait, found.gathered) == ((NOON.replace(hour=17), "daily-cap"), True)
    assert asked(manners(routine=Routine(daily_cap=2), tally=replace(full, day="2026-03-01"))).wait is None


def test_a_message_that_is_tried_again_is_counted_once() -> None:
    full = DayCount(id="mother", day="2026-03-02", sent=(placed()[0].id,))
    assert asked(manners(routine=Routine(daily_cap=1), tally=full)) == Admission()


def test_a_digest_time_of_ones_own_is_kept() -> None:
    rules = manners(preferences=preferences(digest_at="19:30", classes=wishing(Wish.DIGEST).preferences.classes))  # type: ignore[union-attr]
    assert asked(rules).wait == (NOON.replace(hour=19, minute=30), "digest")


def test_what_came_after_the_digest_of_the_day_waits_for_the_next() -> None:
    done = DayCount(id="mother", day="2026-03-02", digest="other", digest_at=NOON - timedelta(hours=1))
    rules = replace(wishing(Wish.DIGEST), tally=done)
    assert asked(rules).wait == (NOON.replace(hour=17) + timedelta(days=1), "digest")
    assert asked(rules, gathered_at=NOON - timedelta(hours=2)).stop == "in-digest"
