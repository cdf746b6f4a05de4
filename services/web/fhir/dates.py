"""FHIR's date searches: a prefix, and a date of any precision that stands for all its moments."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_FORM = re.compile(
    r"(eq|ne|gt|lt|ge|le|sa|eb)?(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?"
    r"(Z|[+-]\d{2}:\d{2}))?)?)?"
)
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `low` up to, not including, `high`."""

    low: datetime
    high: datetime


@dataclass(frozen=True, slots=True)
class DateFilter:
    """One `date=` of a search."""

    prefix: str
    asked: Stretch

    def takes(self, found: Stretch) -> bool:
        """As FHIR R4 compares a search's range with an element's."""
        return _COMPARED[self.prefix](found, self.asked)


def _is_in(found: Stretch, asked: Stretch) -> bool:
    return asked.low <= found.low and found.high <= asked.high


_COMPARED: dict[str, Callable[[Stretch, Stretch], bool]] = {
    "eq": _is_in,
    "ne": lambda found, asked: not _is_in(found, asked),
    "gt": lambda found, asked: found.high > asked.high,
    "lt": lambda found, asked: found.low < asked.low,
    "ge": lambda found, asked: found.high > asked.high or _is_in(found, asked),
    "le": lambda found, asked: found.low < asked.low or _is_in(found, asked),
    "sa": lambda found, asked: found.low >= asked.high,
    "eb": lambda found, asked: found.high <= asked.low,
}


def date_filter(text: str) -> DateFilter:
    """ValueError for what is no FHIR date with a prefix that is served (all but `ap`)."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError("not a date")
    return DateFilter(match[1] or "eq", stretch(text.removeprefix(match[1] or "")))


def stretch(text: str) -> Stretch:
    """All moments of a date or instant; a day without zone is one of UTC. ValueError for anything else."""
    match = _FORM.fullmatch(text)
    if match is None or match[1]:
        raise ValueError("not a date")
    _, year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        low = _moment(year, month, day, hour, minute, second, fraction, zone)
        if hour:
            return Stretch(low, low + _unit(second, fraction))
        if day:
            return Stretch(low, low + timedelta(days=1))
        return Stretch(low, _next_month(low) if month else low.replace(year=low.year + 1))
    except OverflowError:
        raise ValueError("beyond time") from None


def period(found: dict[str, str]) -> Stretch:
    """A Period; without an end it goes on."""
    high = stretch(found["end"]).high if "end" in found else LAST
    return Stretch(stretch(found["start"]).low, high)


def _moment(
    year: str, month: str | None, day: str | None, hour: str | None, minute: str | None, second: str | None,
    fraction: str | None, zone: str | None,
) -> datetime:  # fmt: skip
    clock = f"{hour or '00'}:{minute or '00'}:{second or '00'}.{(fraction or '').ljust(6, '0')}"
    text = f"{year}-{month or '01'}-{day or '01'}T{clock}{zone or 'Z'}"
    return datetime.fromisoformat(text).astimezone(UTC)


def _unit(second: str | None, fraction: str | None) -> timedelta:
    if second is None:
        return timedelta(minutes=1)
    return timedelta(microseconds=10 ** (6 - len(fraction))) if fraction else timedelta(seconds=1)


def _next_month(low: datetime) -> datetime:
    return low.replace(year=low.year + 1, month=1) if low.month == 12 else low.replace(month=low.month + 1)
