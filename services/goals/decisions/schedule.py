"""When a practice is due next. A wall time becomes UTC one occurrence at a time, so no clock change shifts it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from services.goals.model.practice import Schedule, Weekday

WEEK = tuple(Weekday)


def faults(schedule: Schedule) -> dict[str, str | None]:
    """What is wrong with a schedule, by field."""
    return {
        "schedule.days": None if schedule.days else "empty",
        "schedule.time": None if _is_time(schedule.time) else "not-a-time",
        "schedule.zone": None if schedule.zone in available_timezones() else "not-a-zone",
    }


def _is_time(text: str) -> bool:
    try:
        return len(text) == len("00:00") and time.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def day_of(moment: datetime, schedule: Schedule) -> date:
    """The calendar day there."""
    return moment.astimezone(ZoneInfo(schedule.zone)).date()


def next_due(schedule: Schedule, after: datetime) -> datetime:
    """The first occurrence after a moment, in UTC; at most eight days away."""
    start, zone, at = day_of(after, schedule), ZoneInfo(schedule.zone), time.fromisoformat(schedule.time)
    days = (start + timedelta(days=ahead) for ahead in range(9))
    wanted = (datetime.combine(day, at, zone).astimezone(UTC) for day in days if WEEK[day.weekday()] in schedule.days)
    return next(moment for moment in wanted if moment > after)
