"""A day's list held against another: what differs is found whatever it is, and nothing else is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.codes import DeliveryState, LadderState, MessageClass, Outcome
from services.notifications.decisions import disclosures, ladder
from services.notifications.decisions.days import due_days, window
from services.notifications.decisions.limits import default_policy
from services.notifications.decisions.notices import moved
from services.notifications.decisions.reconciling import Carried, Decided, compared
from services.notifications.model import Difference, Notice, Verdict
from tests.unit.notifications.world import (
    NOON,
    adult,
    audience,
    decided,
    disclosure,
    fresh_ids,
    notices,
    one,
    point,
    tasks,
)

POLICY = default_policy("clinic-hill")
EVENING = NOON + timedelta(hours=10)
PERMIT_LATER = Verdict(outcome=Outcome.PERMIT, position=9)


def carried(**changes: object) -> Carried:
    """As it is right after the decision."""
    event = decided(adult("mother"), adult("father", Outcome.WITHHOLD), **changes)
    decision = disclosures.record(event, POLICY, audience(point("mother")), fresh_ids(), NOON)
    return Carried(disclosure=disclosure(decision), notices=notices(decision), tasks=tasks(decision))


def row(item: Carried, *permitted: str) -> Decided:
    return Decided(
        disclosure=item.disclosure.id, child="child-1", network="network-north", clinic="clinic-hill", about=(),
        permitted=permitted or ("mother",),
    )  # fmt: skip


def sent(item: Carried, state: DeliveryState) -> Carried:
    done: list[Notice] = [moved(notice, state, None, NOON) for notice in item.notices]
    return replace(item, notices=done, disclosure=replace(item.disclosure, next_due=EVENING))


def found(rows: list[Decided], items: Mapping[str, Carried], now: datetime = NOON) -> list[Difference]:
    return [item.difference for item in compared(rows, items, now).differences]


def by_id(*items: Carried) -> dict[str, Carried]:
    return {item.disclosure.id: item for item in items}


def test_what_was_decided_and_carried_alike_differs_in_nothing() -> None:
    item = carried()
    result = compared([row(item)], by_id(item), NOON)
    assert (result.differences, dict(result.outcomes)) == ([], {"waiting": 1})


def test_an_event_that_was_lost_shows() -> None:
    assert found([row(carried())], {}) == [Difference.NOT_CARRIED]


def test_what_consent_knows_nothing_of_shows() -> None:
    assert found([], by_id(carried())) == [Difference.NOT_DECIDED]


def test_an_adult_who_is_on_no_record_here_shows() -> None:
    item = carried()
    [missing] = compared([row(item, "mother", "aunt")], by_id(item), NOON).differences
    assert (missing.difference, missing.person) == (Difference.ADULT_MISSING, "aunt")


def test_a_message_that_waits_for_hours_shows() -> None:
    item = carried(message_class=MessageClass.UPDATE)
    assert found([row(item)], by_id(item), NOON + timedelta(minutes=61)) == [Difference.MESSAGE_OVERDUE]


def test_a_rung_that_is_due_for_hours_shows() -> None:
    item = sent(carried(), DeliveryState.PROVIDER_ACCEPTED)
    late = item.disclosure.next_due
    assert late is not None
    assert found([row(item)], by_id(item), late + timedelta(minutes=59)) == []
    assert found([row(item)], by_id(item), late + timedelta(minutes=61)) == [Difference.LADDER_OVERDUE]


def test_an_entitled_adult_to_whom_nothing_is_on_the_way_shows() -> None:
    item = carried(message_class=MessageClass.UPDATE)
    silent = replace(item, notices=())
    [differs] = compared([row(silent)], by_id(silent), NOON).differences
    assert (differs.difference, differs.person) == (Difference.NO_OUTCOME, "mother")


def test_whoever_was_permitted_only_later_finds_it_on_the_page_and_is_no_difference() -> None:
    item = carried(message_class=MessageClass.UPDATE)
    later = replace(item, notices=(), disclosure=ladder.judged(item.disclosure, {"father": PERMIT_LATER}, EVENING))
    result = compared([row(later)], by_id(later), EVENING)
    assert [one.person for one in result.differences] == ["mother"]
    assert dict(result.outcomes) == {"permitted-since": 1}


def test_a_safety_disclosure_without_reader_ladder_or_task_shows() -> None:
    item = carried()
    alone = replace(item, notices=(), disclosure=replace(item.disclosure, ladder=None, next_due=None))
    assert set(found([row(alone)], by_id(alone))) == {Difference.NO_OUTCOME, Difference.NOBODY_ON_IT}
    assert found([row(alone)], by_id(replace(alone, closed=True))) == []


@pytest.mark.parametrize("state", [state for state in DeliveryState if state.value not in ("accepted", "dispatched")])
def test_every_end_of_a_message_is_an_outcome(state: DeliveryState) -> None:
    item = sent(carried(), state)
    result = compared([row(item)], by_id(item), NOON)
    assert (result.differences, dict(result.outcomes)) == ([], {state.value: 1})


def test_a_withheld_adult_has_no_outcome_and_is_no_difference() -> None:
    item = carried()
    assert "father" not in {one.person for one in compared([row(item)], by_id(item), NOON).differences}


def test_an_exhausted_ladder_whose_messages_were_never_made_is_a_humans() -> None:
    decision = disclosures.record(decided(adult("mother")), POLICY, audience(), fresh_ids(), NOON)
    climbing = disclosure(decision)
    for rung in (2, 3):
        climbing = one(ladder.climb(climbing, rung, audience(), fresh_ids(), NOON), type(climbing))
    assert climbing.ladder is not None
    assert climbing.ladder.state is LadderState.EXHAUSTED
    item = Carried(disclosure=climbing)
    result = compared([row(item)], by_id(item), NOON)
    assert (result.differences, dict(result.outcomes)) == ([], {"ladder-exhausted": 1})


@given(st.sets(st.sampled_from("abcdefgh")), st.sets(st.sampled_from("abcdefgh")), st.randoms())
def test_each_item_on_one_list_alone_is_found_once_whatever_the_order(
    there: set[str], here: set[str], chance: object
) -> None:
    item = carried()
    items = {id: replace(item, disclosure=replace(item.disclosure, id=id)) for id in sorted(here)}
    rows = [replace(row(item), disclosure=id) for id in sorted(there)]
    chance.shuffle(rows)  # type: ignore[attr-defined]
    differs = {(one.disclosure, one.difference) for one in compared(rows, items, NOON).differences}
    lost, unknown = there - here, here - there
    assert differs == {(id, Difference.NOT_CARRIED) for id in lost} | {(id, Difference.NOT_DECIDED) for id in unknown}


# The calendar of a clinic


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 8), "America/New_York", 23),
        (date(2026, 11, 1), "America/New_York", 25),
        (date(2026, 3, 29), "Europe/Rome", 23),
        (date(2026, 6, 1), "Europe/Rome", 24),
        (date(2026, 6, 1), "Nowhere/None", 24),
    ],
)
def test_a_day_is_as_long_as_the_clinics_calendar_says(day: date, zone: str, hours: int) -> None:
    since, until = window(day, zone)
    assert until - since == timedelta(hours=hours)


def test_a_day_is_looked_at_three_hours_after_it_is_over_where_the_clinic_is() -> None:
    denver = "America/Denver"  # seven hours behind UTC in winter
    at = datetime(2026, 1, 10, 10, 0, tzinfo=UTC)
    assert due_days(at - timedelta(seconds=1), denver, date(2026, 1, 8)) == []
    assert due_days(at, denver, date(2026, 1, 8)) == [date(2026, 1, 9)]
    assert due_days(at, denver, date(2026, 1, 9)) == []


def test_after_an_absence_every_day_is_made_up_for_but_no_more_than_a_week() -> None:
    at = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)
    assert due_days(at, "UTC", date(2026, 1, 16)) == [date(2026, 1, 17), date(2026, 1, 18), date(2026, 1, 19)]
    assert due_days(at, "UTC", date(2025, 1, 1))[0] == date(2026, 1, 13)
    assert due_days(at, "UTC", None) == [date(2026, 1, 19)]


@given(st.datetimes(), st.sampled_from(["America/New_York", "Europe/Rome", "Asia/Kathmandu"]))
def test_windows_follow_each_other_without_gap_or_overlap(moment: datetime, zone: str) -> None:
    day = min(max(moment.date(), date(1990, 1, 1)), date(2080, 1, 1))
    assert window(day, zone)[1] == window(day + timedelta(days=1), zone)[0]
