"""May a routine message leave now? Asked when it is about to, of what holds then: wishes, boundary, hours, cap.

Safety is never asked: it obeys safe hours alone, which protect its reader, while all of this is for their comfort.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.codes import Channel, MessageClass
from services.notifications.decisions.notices import is_overlooked, is_unwanted, reachable
from services.notifications.decisions.quiet import Closed, day_of, first_open, next_wall
from services.notifications.model import (
    Boundary,
    ContactPoint,
    DayCount,
    Notice,
    NoticeKind,
    Preferences,
    Routine,
    SafeHours,
    Verdict,
    Wish,
)

ROUTINE_CHANNELS = (Channel.EMAIL, Channel.SMS)  # the first one a person has
UTC_ZONE = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """What holds for one person and one child at this moment. `zone`: the person's, as consent knows it."""

    routine: Routine
    preferences: Preferences | None
    boundary: Boundary | None
    tally: DayCount | None
    points: Sequence[ContactPoint]
    live: frozenset[Channel]
    zone: str | None = None

    @property
    def clock(self) -> str:
        """The zone whose walls count for this reader."""
        own = self.preferences.quiet.zone if self.preferences and self.preferences.quiet else None
        return self.zone or own or self.routine.zone or UTC_ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Goes now unless one of the first three says otherwise. `tally` counts it, when it goes."""

    stop: str | None = None
    wait: tuple[datetime, str] | None = None
    reroute: ContactPoint | None = None
    tally: DayCount | None = None
    gathered: bool = False  # what waits, waits for the digest


def is_asked(notice: Notice) -> bool:
    """Only routine messages are; a code is wanted by whoever sits in front of the page."""
    return notice.kind is NoticeKind.POINTER and notice.message_class is not MessageClass.SAFETY


def admitted(notice: Notice, manners: Manners, verdict: Verdict, now: datetime) -> Admission:
    """In this order: unwanted, snoozed, another way, other hours, enough for today."""
    stop = _unwanted(notice, manners)
    if stop is not None:
        return Admission(stop=stop)
    own = manners.preferences
    if own is not None and own.snoozed_until is not None and now < own.snoozed_until:
        return Admission(wait=(own.snoozed_until, "snoozed"))
    way = _way(notice, manners, verdict)
    if way is None:
        return Admission(stop="no-channel-wanted")
    if way.id != notice.contact_point:
        return Admission(reroute=way)
    free = first_open(_closed(way, manners), now)
    if free is None:
        return Admission(stop="no-hours-left")
    if free > now:
        return Admission(wait=(free, "quiet-hours"))
    return _counted(notice, manners, now)


def _unwanted(notice: Notice, manners: Manners) -> str | None:
    if manners.boundary is not None and notice.message_class in manners.boundary.closed:
        return "boundary"
    own = manners.preferences
    return "unwanted" if own is not None and own.wish(notice.message_class) is Wish.NEVER else None


def _way(notice: Notice, manners: Manners, verdict: Verdict) -> ContactPoint | None:
    """The first channel that is wanted, allowed and leads to them. What was tried once keeps its way if it may."""
    own, line = manners.preferences, manners.boundary
    wanted = own.channels if own is not None and own.channels else ROUTINE_CHANNELS
    fit = [
        channel
        for channel in wanted
        if channel in manners.live
        and not is_overlooked(verdict, channel)
        and (line is None or not line.channels or channel in line.channels)
    ]
    if notice.attempts and notice.channel in fit:
        fit = [notice.channel]
    open_to = [point for point in manners.points if not is_unwanted(notice.message_class, point)]
    points = [point for channel in fit if (point := reachable(open_to, channel)) is not None]
    kept = next((point for point in points if point.id == notice.contact_point), None)
    first = next(iter(points), None)
    return kept if kept is not None and first is not None and kept.channel is first.channel else first


def _closed(way: ContactPoint, manners: Manners) -> list[Closed]:
    outside = [hours for hours in (way.safe_hours, manners.boundary and manners.boundary.hours) if hours]
    closed = [Closed(start=hours.end, end=hours.start, zone=hours.zone) for hours in outside]
    quiet = _quiet(manners)
    return closed if quiet is None else [*closed, Closed(start=quiet.start, end=quiet.end, zone=quiet.zone)]


def _quiet(manners: Manners) -> SafeHours | None:
    own, house = manners.preferences, manners.routine
    if own is not None and own.quiet is not None:
        return own.quiet
    if house.quiet_from is None or house.quiet_until is None:
        return None
    return SafeHours(start=house.quiet_from, end=house.quiet_until, zone=manners.clock)


def _counted(notice: Notice, manners: Manners, now: datetime) -> Admission:
    """Some leave by themselves; what comes after them, or is wanted so, waits for the day's one digest."""
    today = _today(notice.person, manners, now)
    if notice.id in (*today.sent, today.digest):
        return Admission()  # it was counted when it was tried before
    gathered_at = notice.gathered_at
    if gathered_at is None:
        own = manners.preferences
        wish = Wish.NOW if own is None else own.wish(notice.message_class)
        if wish is Wish.NOW and len(today.sent) < manners.routine.daily_cap:
            return Admission(tally=replace(today, sent=(*today.sent, notice.id)))
        return _for_digest(manners, today, now, "digest" if wish is Wish.DIGEST else "daily-cap")
    if today.digest is None or today.digest_at is None:
        return Admission(tally=replace(today, digest=notice.id, digest_at=now))
    if gathered_at <= today.digest_at:
        return Admission(stop="in-digest")
    return _for_digest(manners, today, now, "digest")


def _today(person: str, manners: Manners, now: datetime) -> DayCount:
    day, known = day_of(now, manners.clock), manners.tally
    return known if known is not None and known.day == day else DayCount(id=person, day=day)


def _for_digest(manners: Manners, today: DayCount, now: datetime, reason: str) -> Admission:
    own = manners.preferences
    wall = own.digest_at if own is not None and own.digest_at else manners.routine.digest_at
    due = next_wall(wall, manners.clock, now)
    if today.digest is not None and day_of(due, manners.clock) == today.day:
        due = next_wall(wall, manners.clock, due)
    return Admission(wait=(due, reason), gathered=True)
