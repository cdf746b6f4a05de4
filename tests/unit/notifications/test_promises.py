"""By when a clinic answers: its own hours, on its own clock, whatever the clocks of the world do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.errors import Invalid
from services.notifications.decisions.promises import (
    checked,
    default_promises,
    is_open,
    opens_at,
    promised,
    worked,
    working_day_later,
)
from services.notifications.model import Category, Opening, Promises

DENVER, LONDON, LORD_HOWE = "America/Denver", "Europe/London", "Australia/Lord_Howe"
YEAR = datetime(2026, 1, 1)  # noqa: DTZ001 - hypothesis wants naive bounds
USUAL = default_promises("clinic")
SPLIT = replace(
    USUAL,
    openings=(
        Opening(weekday=0, start="08:00", end="12:00"), Opening(weekday=0, start="13:30", end="18:00"),
        Opening(weekday=2, start="10:00", end="11:00"), Opening(weekday=6, start="01:00", end="04:00"),
    ),
    holidays=("2026-03-02", "2026-12-25"),
)  # fmt: skip
MOMENTS = st.datetimes(YEAR, YEAR.replace(year=2028), timezones=st.just(UTC))
LENGTHS = st.integers(1, 40 * 60).map(lambda minutes: timedelta(minutes=minutes))
HOURS = st.sampled_from([USUAL, SPLIT])
ZONES = st.sampled_from([DENVER, LONDON, LORD_HOWE, "UTC"])


@given(HOURS, ZONES, MOMENTS, LENGTHS)
@settings(max_examples=200, deadline=None)
def test_a_promise_falls_due_while_somebody_reads(promises: Promises, zone: str, at: datetime, long: timedelta) -> None:
    due = worked(promises, zone, at, long)
    assert due >= at + long
    assert due.utcoffset() == timedelta(0)
    assert is_open(promises, zone, due - timedelta(microseconds=1))


@given(HOURS, ZONES, MOMENTS, LENGTHS, LENGTHS)
@settings(max_examples=200, deadline=None)
def test_open_time_adds_up(promises: Promises, zone: str, at: datetime, one: timedelta, other: timedelta) -> None:
    assert worked(promises, zone, worked(promises, zone, at, one), other) == worked(promises, zone, at, one + other)


@given(HOURS, ZONES, MOMENTS, MOMENTS, LENGTHS)
@settings(max_examples=200, deadline=None)
def test_who_writes_later_is_never_promised_an_earlier_answer(
    promises: Promises, zone: str, one: datetime, other: datetime, long: timedelta
) -> None:
    first, second = sorted((one, other))
    assert worked(promises, zone, first, long) <= worked(promises, zone, second, long)


@given(HOURS, ZONES, MOMENTS)
@settings(max_examples=200, deadline=None)
def test_a_working_day_later_is_another_day_within_its_hours(promises: Promises, zone: str, at: datetime) -> None:
    later = working_day_later(promises, zone, at)
    assert later > at
    assert opens_at(promises, zone, at) < later
    assert is_open(promises, zone, later - timedelta(microseconds=1)) or is_open(promises, zone, later)


@pytest.mark.parametrize(
    ("zone", "at", "due"),
    [
        # Friday 16:30 on the Denver clock: half an hour is left, the other half is Monday's, after the spring change.
        (DENVER, datetime(2026, 3, 6, 23, 30, tzinfo=UTC), datetime(2026, 3, 9, 15, 30, tzinfo=UTC)),
        # The same in autumn, when an hour was given back.
        (DENVER, datetime(2026, 10, 30, 22, 30, tzinfo=UTC), datetime(2026, 11, 2, 16, 30, tzinfo=UTC)),
        # At night the clock starts when the door opens.
        (LONDON, datetime(2026, 6, 2, 1, 0, tzinfo=UTC), datetime(2026, 6, 2, 9, 0, tzinfo=UTC)),
    ],
)
def test_clocks_change_over_the_weekend_and_the_promise_keeps_the_clinics_hours(
    zone: str, at: datetime, due: datetime
) -> None:
    hour = replace(USUAL, reply_hours={**USUAL.reply_hours, "billing": 1})
    assert promised(hour, zone, Category.BILLING, at) == due


def test_an_opening_over_the_spring_gap_counts_as_long_as_it_is() -> None:
    night = replace(USUAL, openings=(Opening(weekday=6, start="01:00", end="04:00"),))
    at = datetime(2026, 3, 8, 8, 0, tzinfo=UTC)  # 01:00 in Denver; at two the clock jumps to three
    assert worked(night, DENVER, at, timedelta(hours=2)) == datetime(2026, 3, 8, 10, 0, tzinfo=UTC)
    assert worked(night, DENVER, at, timedelta(hours=2, minutes=1)).date().isoformat() == "2026-03-15"


def test_holidays_are_left_out_on_the_clinics_calendar() -> None:
    closed = replace(USUAL, holidays=("2026-07-03",))
    thursday = datetime(2026, 7, 2, 22, 0, tzinfo=UTC)  # 16:00 in Denver
    assert worked(closed, DENVER, thursday, timedelta(hours=2)) == datetime(2026, 7, 6, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"openings": (Opening(weekday=0, start="9:00", end="17:00"),)}, "openings.0"),
        ({"openings": (Opening(weekday=0, start="17:00", end="09:00"),)}, "openings.0"),
        ({"openings": (Opening(weekday=0, start="09:00", end="09:30"),)}, "openings.0"),
        ({"openings": (Opening(weekday=0, start="09:00", end="12:00"), Opening(weekday=0, start="11:00", end="13:00"))},
         "openings"),
        ({"holidays": tuple(f"2026-01-{day:02d}" for day in range(1, 32)) * 4 + tuple(
            f"2026-{month:02d}-{day:02d}" for month in range(2, 7) for day in range(1, 28))}, "holidays"),
    ],
)  # fmt: skip
def test_hours_that_promise_nothing_are_refused_by_their_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(replace(USUAL, **change))  # type: ignore[arg-type]
    assert list(refused.value.fields) == [field]
