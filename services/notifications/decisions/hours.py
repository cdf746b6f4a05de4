"""From wall clocks to moments: safe hours are kept in the reader's zone, due times in UTC."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kernel.errors import Invalid
from services.notifications.model import SafeHours

WALL = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")


def checked(hours: SafeHours | None) -> SafeHours | None:
    """Invalid with the field named, unless start and end are wall times that differ and the zone exists."""
    if hours is None:
        return None
    walls = {"from": hours.start, "until": hours.end}
    wrong = {name: ["HH:MM"] for name, wall in walls.items() if WALL.fullmatch(wall) is None}
    if not wrong and hours.start == hours.end:
        wrong = {"until": ["same-as-start"]}
    if not zone_exists(hours.zone):
        wrong["zone"] = ["unknown"]
    if wrong:
        raise Invalid("safe-hours", {f"safe_hours.{name}": why for name, why in wrong.items()})
    return hours


def first_safe(hours: SafeHours | None, now: datetime) -> datetime:
    """`now` when it is safe, else the next start in UTC. A start that a spring gap skips is that much later."""
    if hours is None:
        return now
    local = now.astimezone(ZoneInfo(hours.zone))
    start, end, wall = time.fromisoformat(hours.start), time.fromisoformat(hours.end), local.time()
    inside = start <= wall < end if start < end else wall >= start or wall < end
    if inside:
        return now
    day = local.date() if wall < start else local.date() + timedelta(days=1)
    return max(now, datetime.combine(day, start, ZoneInfo(hours.zone)).astimezone(UTC))


def zone_exists(zone: str) -> bool:
    """Among the zones that are known here."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
