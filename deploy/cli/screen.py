"""What a person sees: steps with their time, tables, progress. Colour and moving lines on a terminal only."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

from kernel.clock import Clock, SystemClock

STEP_WIDTH = 64  # characters; with the time behind it a line fits 80 columns
BAR_WIDTH = 24
REDRAW_SECONDS = 0.1
_COLOURS = {"good": "32", "careful": "33", "bad": "31", "quiet": "2", "strong": "1"}


@dataclass
class Screen:
    """Writes to `out`; `quiet` writes nothing, for machine-readable output."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    clock: Clock = field(default_factory=SystemClock)
    quiet: bool = False
    _drawn_at: float = field(default=-1.0, init=False)

    @property
    def is_terminal(self) -> bool:
        """Whether a line may be drawn over."""
        return self.out.isatty()

    def say(self, text: str = "") -> None:
        """One line."""
        if not self.quiet:
            self.out.write(text + "\n")
            self.out.flush()

    def coloured(self, text: str, colour: str) -> str:
        """The text as it is where colour would be noise."""
        if not self.is_terminal or "NO_COLOR" in os.environ:
            return text
        return f"\033[{_COLOURS[colour]}m{text}\033[0m"

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """The words, and behind them how long it took; on failure that it failed."""
        began = self.clock.monotonic()
        if self.is_terminal and not self.quiet:
            self.out.write(f"    {words} ...\r")
            self.out.flush()
        try:
            yield
        except BaseException:
            self.say(f"  {self.coloured('✗', 'bad')} {words}")
            raise
        self.say(f"  {self.coloured('✓', 'good')} {words:<{STEP_WIDTH}} {self.took(began):>9}")

    def took(self, began: float) -> str:
        """Milliseconds below ten seconds, then seconds."""
        milliseconds = (self.clock.monotonic() - began) * 1000
        return f"{milliseconds:,.0f} ms" if milliseconds < 10_000 else f"{milliseconds / 1000:,.1f} s"

    def progress(self, words: str, done: int, total: int) -> None:
        """A bar that is drawn over; on anything but a terminal nothing until the end."""
        if self.quiet or not self.is_terminal:
            return
        now = self.clock.monotonic()
        if done < total and now - self._drawn_at < REDRAW_SECONDS:
            return
        self._drawn_at = now
        filled = BAR_WIDTH * done // max(total, 1)
        bar = "█" * filled + "░" * (BAR_WIDTH - filled)
        self.out.write(f"    {words} {bar} {done:,} of {total:,}\033[K" + ("\r\033[K" if done >= total else "\r"))
        self.out.flush()

    def table(self, headers: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> None:
        """Columns as wide as their content; those in `right` hold numbers."""
        widths = [max(len(str(row[column])) for row in [headers, *rows]) for column in range(len(headers))]
        self.say("  " + self.coloured(_aligned(headers, widths, right), "strong"))
        for row in rows:
            self.say("  " + _aligned(row, widths, right))


def _aligned(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> str:
    cells = [
        str(cell).rjust(width) if column in right else str(cell).ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()
