"""Time as people say it. Every value is computed here, on the server: a wrong clock in a browser misleads nobody."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_datetime, format_time
from flask import g

from kernel.clock import from_text, to_text
from kernel.web.node import current_node
from services.web.browser.language import gettext as _
from services.web.browser.language import language

Moment = datetime | str


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Until a deadline, in words; `minutes` is negative when it has passed."""

    words: str
    is_over: bool
    minutes: int


def use_zone(name: str | None) -> None:
    """Show the times of this answer in this zone; an unknown one is UTC, which is then said."""
    try:
        g.zone = ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError):
        g.zone = UTC


def parsed(value: Moment) -> datetime:
    """A moment, also when it comes as the text of an API."""
    return value if isinstance(value, datetime) else from_text(value)


def moment(value: Moment) -> str:
    """`Sun 22 Nov 2026, 08:30`; the zone is named where it is not the clinic's own."""
    local = parsed(value).astimezone(g.get("zone", UTC))
    text = f"{format_date(local, 'EEE d MMM y', locale=language())}, {clock_time(value)}"
    return text if g.get("zone", UTC) is not UTC else f"{text} UTC"


def clock_time(value: Moment) -> str:
    """`08:30`."""
    local = parsed(value).astimezone(g.get("zone", UTC))
    return format_time(local, "HH:mm", tzinfo=local.tzinfo, locale=language())


def day(value: Moment | None) -> str:
    """`22 Nov 2026`; a day without time stays the day it is."""
    if value is None:
        return ""
    if isinstance(value, str) and len(value) == len("2026-11-22"):
        return format_date(datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC), "d MMM y", locale=language())
    return format_datetime(parsed(value).astimezone(g.get("zone", UTC)), "d MMM y", locale=language())


def machine(value: Moment) -> str:
    """For the `datetime` attribute."""
    return to_text(parsed(value))


def ago(value: Moment) -> str:
    """`12 min ago`."""
    return _("%s ago") % span(current_node().clock.now() - parsed(value))


def left(due: Moment) -> TimeLeft:
    """Against the server's clock."""
    remaining = parsed(due) - current_node().clock.now()
    minutes = int(remaining.total_seconds() // 60)
    if remaining < timedelta():
        return TimeLeft(_("Overdue by %s") % span(-remaining), True, minutes)
    return TimeLeft(_("%s left") % span(remaining), False, minutes)


def span(length: timedelta) -> str:
    """The two largest parts of a duration: `2 h 05 min`, `3 d 4 h`, `under 1 min`."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return _("under 1 min")
    if minutes < 60:
        return _("%d min") % minutes
    if minutes < 24 * 60:
        return _("%d h %02d min") % divmod(minutes, 60)
    return _("%d d %d h") % divmod(minutes // 60, 24)
