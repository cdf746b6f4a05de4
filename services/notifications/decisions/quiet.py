"""Wall-clock windows as moments: what a clock shows twice or never is one moment here, always the later one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS_AHEAD = 8  # hours that leave no minute in a week leave none at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Nothing arrives from `start` until `end`, wall time `HH:MM` of the zone; may span midnight."""

    start: str
    end: str
    zone: str


def first_open(closed: Sequence[Closed], now: datetime) -> datetime | None:
    """The first moment from `now` on at which none of them is closed, in UTC; None when there is none in a week."""
    moment = now
    while moment - now < timedelta(days=DAYS_AHEAD):
        later = max((_end_of(window, moment) for window in closed), default=moment)
        if later == moment:
            return moment
        moment = later
    return None


def next_wall(wall: str, zone: str, after: datetime) -> datetime:
    """The next moment after `after` at which the clocks of the zone show it."""
    today = after.astimezone(ZoneInfo(zone)).date()
    moments = (moment_of(today + timedelta(days=days), wall, zone) for days in range(3))
    return next(moment for moment in moments if moment > after)


def day_of(now: datetime, zone: str) -> str:
    """The date there."""
    return now.astimezone(ZoneInfo(zone)).date().isoformat()


def moment_of(day: date, wall: str, zone: str, fold: int = 1) -> datetime:
    """In UTC. Shown twice in autumn: the second time (`fold=0`: the first). Skipped in spring: as much later."""
    local = datetime.combine(day, time.fromisoformat(wall), ZoneInfo(zone))
    if _skipped(local):
        return local.astimezone(UTC)
    return local.replace(fold=fold).astimezone(UTC)


def _skipped(local: datetime) -> bool:
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None)


def _end_of(window: Closed, moment: datetime) -> datetime:
    """Its end when `moment` lies in it, else `moment`. It begins when the clock first shows the start."""
    today = moment.astimezone(ZoneInfo(window.zone)).date()
    over_night = window.end <= window.start
    for day in (today - timedelta(days=1), today):
        start = moment_of(day, window.start, window.zone, fold=0)
        end = moment_of(day + timedelta(days=int(over_night)), window.end, window.zone)
        if start <= moment < end:
            return end
    return moment
