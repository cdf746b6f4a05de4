"""The only place that knows the time.

Every time in the platform is UTC and travels as fixed-width text, `2026-11-22T08:00:00.000000Z`, so that text order is
time order in both stores, in events and in logs.
"""

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

# `fromisoformat` alone takes more forms; `strptime` takes this one only, at ten times the price.
_TO_MICROSECONDS = 26  # characters, without the offset
_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")

class Clock(Protocol):
    """Tells the time and lets time pass."""

    def now(self) -> datetime:
        """The present moment, timezone-aware, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards, for measuring."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let time pass; in the simulation this hands the turn to somebody else."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class SteppedClock:
    """A clock that moves only when told, for tests and the simulation."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._elapsed = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._elapsed

    def sleep(self, seconds: float) -> None:
        self.advance(timedelta(seconds=seconds))

    def advance(self, step: timedelta) -> None:
        """Move forward; `monotonic` follows."""
        self._now += step
        self._elapsed += step.total_seconds()


def to_text(moment: datetime) -> str:
    """UTC, microseconds, always 27 characters."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:_TO_MICROSECONDS] + "Z"


def from_text(text: str) -> datetime:
    """The inverse of `to_text`; ValueError for anything else."""
    if _TEXT.fullmatch(text) is None:
        raise ValueError("not a moment as text")
    return datetime.fromisoformat(text)
