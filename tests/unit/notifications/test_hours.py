from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.errors import Invalid
from services.notifications.decisions.hours import checked, first_safe
from services.notifications.model import SafeHours

YEAR = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 3, 8, 6, 30, tzinfo=UTC), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),  # 02:30 does not exist
        (datetime(2026, 11, 1, 4, 0, tzinfo=UTC), datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
        (datetime(2026, 6, 1, 18, 0, tzinfo=UTC), datetime(2026, 6, 1, 18, 0, tzinfo=UTC)),
        (datetime(2026, 6, 2, 1, 0, tzinfo=UTC), datetime(2026, 6, 2, 6, 30, tzinfo=UTC)),
    ],
)
def test_safe_hours_begin_in_the_readers_zone_also_on_the_days_clocks_change(now: datetime, expected: datetime) -> None:
    hours = SafeHours(start="02:30", end="20:00", zone="America/New_York")
    found = first_safe(hours, now)
    assert found == expected
    assert found.utcoffset() == timedelta(0)


@given(
    start=st.integers(0, 47),
    end=st.integers(0, 47),
    at=st.datetimes(YEAR, YEAR.replace(year=2027), timezones=st.just(UTC)),
    zone=st.sampled_from(["America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "UTC"]),
)
@settings(max_examples=150, deadline=None)
def test_a_message_waits_about_a_day_at_most(start: int, end: int, at: datetime, zone: str) -> None:
    if start == end:
        return
    wall = [f"{half // 2:02d}:{half % 2 * 30:02d}" for half in (start, end)]
    found = first_safe(SafeHours(start=wall[0], end=wall[1], zone=zone), at)
    assert at <= found <= at + timedelta(hours=25)


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        (SafeHours(start="24:00", end="20:00", zone="UTC"), "safe_hours.from"),
        (SafeHours(start="08:00", end="8 pm", zone="UTC"), "safe_hours.until"),
        (SafeHours(start="08:00", end="08:00", zone="UTC"), "safe_hours.until"),
        (SafeHours(start="08:00", end="20:00", zone="Mars/Olympus"), "safe_hours.zone"),
        (SafeHours(start="08:00", end="20:00", zone="../etc/passwd"), "safe_hours.zone"),
    ],
)
def test_hours_that_cannot_be_kept_are_refused(hours: SafeHours, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(hours)
    assert field in refused.value.fields
