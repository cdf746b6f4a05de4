"""Wall-clock windows on ordinary days and on those on which clocks change."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.decisions.quiet import Closed, first_open, next_wall

NEW_YORK = "America/New_York"
NIGHT = Closed(start="21:00", end="07:00", zone=NEW_YORK)
YEAR = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
ZONES = st.sampled_from([NEW_YORK, "Europe/Dublin", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
WALLS = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02d}:{quarter % 4 * 15:02d}")
MOMENTS = st.datetimes(YEAR, YEAR.replace(year=2027), timezones=st.just(UTC))


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(6, 1, 18), at(6, 1, 18)),  # two in the afternoon there
        (at(6, 2, 1), at(6, 2, 11)),  # nine in the evening
        (at(3, 8, 3), at(3, 8, 11)),  # the night is an hour shorter
        (at(11, 1, 3), at(11, 1, 12)),  # and an hour longer
    ],
)
def test_the_night_ends_at_seven_there_also_when_clocks_change(now: datetime, expected: datetime) -> None:
    assert first_open([NIGHT], now) == expected


@pytest.mark.parametrize(
    ("end", "now", "expected"),
    [
        ("02:30", at(3, 8, 5), at(3, 8, 7, 30)),  # 02:30 is skipped: as much later as the gap is long
        ("01:30", at(11, 1, 4), at(11, 1, 6, 30)),  # 01:30 comes twice: the second time
        ("01:30", at(11, 1, 6, 10), at(11, 1, 6, 30)),  # between the two it is still quiet
    ],
)
def test_an_end_that_the_clock_skips_or_shows_twice_is_one_moment(end: str, now: datetime, expected: datetime) -> None:
    assert first_open([Closed(start="23:00", end=end, zone=NEW_YORK)], now) == expected


def test_what_several_windows_close_opens_when_all_are_open() -> None:
    school = Closed(start="07:00", end="15:00", zone=NEW_YORK)
    assert first_open([NIGHT, school], at(6, 2, 3)) == at(6, 2, 19)


def test_hours_that_leave_no_minute_are_said_to_leave_none() -> None:
    day = Closed(start="06:00", end="22:00", zone=NEW_YORK)
    assert first_open([NIGHT, day], at(6, 2, 3)) is None


@given(start=WALLS, end=WALLS, zone=ZONES, now=MOMENTS)
@settings(max_examples=200, deadline=None)
def test_a_window_closes_for_a_day_at_most_and_is_open_when_it_says_so(
    start: str, end: str, zone: str, now: datetime
) -> None:
    if start == end:
        return
    window = [Closed(start=start, end=end, zone=zone)]
    found = first_open(window, now)
    assert found is not None
    assert now <= found <= now + timedelta(hours=25)
    assert first_open(window, found) == found


@given(wall=WALLS, zone=ZONES, now=MOMENTS)
@settings(max_examples=200, deadline=None)
def test_the_next_time_a_clock_shows_something_is_within_a_day_and_an_hour(
    wall: str, zone: str, now: datetime
) -> None:
    assert now < next_wall(wall, zone, now) <= now + timedelta(hours=25)
