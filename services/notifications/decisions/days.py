"""Which days of a clinic are due to be reconciled: pure calendar arithmetic in the clinic's zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

AT = time(3)  # local: the last hour's ladders have ended, and the morning's people find the report
DAYS_BACK_MAX = 7  # a service that was away for longer looks at the last week


def window(day: date, zone: str) -> tuple[datetime, datetime]:
    """The calendar day from midnight to midnight, in UTC: 23, 24 or 25 hours long."""
    return _midnight(day, zone), _midnight(day + timedelta(days=1), zone)


def due_days(now: datetime, zone: str, newest: date | None) -> list[date]:
    """Oldest first. Without an earlier report only the last day that is over; else every day since, a week at most."""
    last = _last_over(now, zone)
    first = last if newest is None else max(newest + timedelta(days=1), last - timedelta(days=DAYS_BACK_MAX - 1))
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _last_over(now: datetime, zone: str) -> date:
    local = now.astimezone(_zone(zone))
    over = local.date() - timedelta(days=1)
    return over if local.time() >= AT else over - timedelta(days=1)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), _zone(zone)).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")  # a clinic with an unknown zone is reconciled all the same
