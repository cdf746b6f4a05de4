"""By when a clinic answers: open hours on the clinic's wall clock, holidays left out, counted in real time.

All moments are UTC. An opening that a spring gap shortens or an autumn hour lengthens counts for as long as it is.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from kernel.decision import Decision
from kernel.errors import Invalid
from services.notifications.commands import SetPromises
from services.notifications.decisions.hours import WALL
from services.notifications.model import Category, Opening, Promises

Span = tuple[datetime, datetime]

OPENINGS = tuple(Opening(weekday=day, start="09:00", end="17:00") for day in range(5))
# A working week of eight-hour days; what may be a sign of danger is looked at on the same day.
REPLY_HOURS = {
    Category.GOAL: 16, Category.OBSERVATION: 16, Category.HOME_PRACTICE: 16, Category.LOGISTICS: 8,
    Category.BILLING: 16, Category.FEEDBACK: 24, Category.CONCERN: 4, Category.ANSWER: 8,
}  # fmt: skip
REPLY_HOURS_MAX = 80  # two working weeks: later is no answer
OPENINGS_MAX = 21  # a morning, an afternoon and an evening each day
OPENING_MINUTES_MIN = 60  # shorter ones would make a promise of weeks out of one of hours
HOLIDAYS_MAX = 100  # two years of them
DAYS_LOOKED_AT_MAX = 1000  # the above in the worst case: eighty weeks of one hour each, and every holiday on them


def default_promises(clinic: str) -> Promises:
    """What holds until a clinic decides otherwise."""
    hours = {category.value: hours for category, hours in REPLY_HOURS.items()}
    return Promises(
        id=clinic, version=0, openings=OPENINGS, holidays=(), reply_hours=hours, billing_contact="", crisis=None
    )


def set_promises(known: Promises, new: Promises) -> Decision:
    """The next version; promises that were made stay as they were made."""
    checked(new)
    made = replace(new, version=known.version + 1)
    reply = {"clinic": made.id, "promises": made.code, "version": made.version}
    return Decision(changes=(made,), reply=reply, facts={"promises": made.code})


def changed(known: Promises, asked: SetPromises) -> Promises:
    """What holds with what was asked for; what was left out stays."""
    return replace(
        known,
        openings=known.openings if asked.openings is None else asked.openings,
        holidays=known.holidays if asked.holidays is None else asked.holidays,
        reply_hours={**known.reply_hours, **asked.reply_hours},
        billing_contact=known.billing_contact if asked.billing_contact is None else asked.billing_contact,
        crisis=asked.crisis or known.crisis,
    )


def checked(promises: Promises) -> None:
    """Invalid naming the field, unless there is an hour in every week in which somebody reads."""
    wrong = {f"openings.{index}": why for index, one in enumerate(promises.openings) if (why := _unfit(one))}
    if not wrong and _overlap(promises.openings):
        wrong["openings"] = ["overlap"]
    if len(set(promises.holidays)) > HOLIDAYS_MAX:
        wrong["holidays"] = ["too-many"]
    if wrong:
        raise Invalid("promises", wrong)


def promised(promises: Promises, zone: str, category: Category, at: datetime) -> datetime:
    """By when a message that comes now is answered."""
    return worked(promises, zone, at, timedelta(hours=promises.reply_hours[category.value]))


def worked(promises: Promises, zone: str, at: datetime, length: timedelta) -> datetime:
    """The moment at which the clinic has been open for `length` since `at`."""
    left = length
    for start, end in _spans(promises, zone, at):
        begin = max(start, at)
        if begin + left <= end:
            return begin + left
        left -= end - begin
    raise ValueError("a clinic that never opens promises nothing")


def working_day_later(promises: Promises, zone: str, at: datetime) -> datetime:
    """One working day on: the same wall time of the next open day, within its hours."""
    spans = _spans(promises, zone, at)
    begin = max(next(spans)[0], at).astimezone(ZoneInfo(zone))
    later = next(span for span in spans if span[0].astimezone(ZoneInfo(zone)).date() > begin.date())
    same = datetime.combine(later[0].astimezone(ZoneInfo(zone)).date(), begin.time(), ZoneInfo(zone)).astimezone(UTC)
    return min(max(same, later[0]), later[1])


def is_open(promises: Promises, zone: str, at: datetime) -> bool:
    """Somebody reads now."""
    return opens_at(promises, zone, at) <= at


def opens_at(promises: Promises, zone: str, at: datetime) -> datetime:
    """The start of the opening that runs now, or of the next one."""
    return next(_spans(promises, zone, at))[0]


def _spans(promises: Promises, zone: str, since: datetime) -> Iterator[Span]:
    """Openings that are not over at `since`, in order."""
    first = since.astimezone(ZoneInfo(zone)).date()
    for offset in range(DAYS_LOOKED_AT_MAX):
        for start, end in _of_day(promises, zone, first + timedelta(days=offset)):
            if end > since and end > start:
                yield start, end


def _of_day(promises: Promises, zone: str, day: date) -> list[Span]:
    if day.isoformat() in promises.holidays:
        return []
    mine = sorted((one.start, one.end) for one in promises.openings if one.weekday == day.weekday())
    return [(_moment(day, start, zone), _moment(day, end, zone)) for start, end in mine]


def _moment(day: date, wall: str, zone: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(wall), ZoneInfo(zone)).astimezone(UTC)


def _unfit(one: Opening) -> list[str]:
    if WALL.fullmatch(one.start) is None or WALL.fullmatch(one.end) is None:
        return ["HH:MM"]
    return ["too-short"] if _minutes(one.end) - _minutes(one.start) < OPENING_MINUTES_MIN else []


def _overlap(openings: tuple[Opening, ...]) -> bool:
    ordered = sorted(openings, key=lambda one: (one.weekday, one.start))
    return any(one.weekday == other.weekday and other.start < one.end for one, other in pairwise(ordered))


def _minutes(wall: str) -> int:
    return int(wall[:2]) * 60 + int(wall[3:])
