"""A goal's course as a picture: the ladder in words, a dash for each series, behind them the range so far.

Nothing is red and nothing warns: a path is rarely straight. The description says in words what the picture shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from services.goals.model.goal import LEVELS

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 200, 20, 20, 40
ROW = (HEIGHT - TOP - BOTTOM) / (len(LEVELS) - 1)
WORDS_CHARACTERS = 30  # of a level's words beside its line; the whole is in the description
INK, QUIET, RANGE = "#212b32", "#d8dde0", "#e8edee"
STYLES = (("#005eb8", "none"), ("#330072", "6 4"), ("#00695c", "2 3"), ("#425563", "8 3 2 3"))
"""Colours that hold against white, and a dash each: no series is known by its colour alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One rating; `series` is told apart, never averaged."""

    series: str
    level: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """What the goal is called, and the words of its levels from -2 to +2."""

    title: str
    words: tuple[str, ...]


def lines(ladder: Ladder, points: Sequence[Point]) -> list[str]:
    """The picture in words, oldest first."""
    ordered = sorted(points, key=lambda point: (point.at, point.series))
    return [_line(ladder, point) for point in ordered]


def _line(ladder: Ladder, point: Point) -> str:
    words = ladder.words[LEVELS.index(point.level)]
    who = f"{point.series}: " if point.series else ""
    return f"{point.at.date().isoformat()} {who}{words}"


def drawn(ladder: Ladder, points: Sequence[Point]) -> str:
    """A whole SVG document, for the page or a file."""
    ordered = sorted(points, key=lambda point: (point.at, point.series))
    series = sorted({point.series for point in ordered})
    parts = [_range(ordered), *_rungs(ladder), *_days(ordered)]
    parts += [_path(ordered, name, STYLES[place % len(STYLES)]) for place, name in enumerate(series)]
    described = "; ".join(lines(ladder, ordered)) or ladder.title
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="chart-title chart-desc" font-family="sans-serif" font-size="12">'
        f'<title id="chart-title">{escape(ladder.title)}</title>'
        f'<desc id="chart-desc">{escape(described)}</desc>{"".join(parts)}</svg>'
    )


def _y(level: int) -> float:
    return TOP + (LEVELS[-1] - level) * ROW


def _x(point: Point, ordered: Sequence[Point]) -> float:
    first, last = ordered[0].at, ordered[-1].at
    share = (point.at - first) / (last - first) if last > first else 0.5
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _range(ordered: Sequence[Point]) -> str:
    if not ordered:
        return ""
    levels = [point.level for point in ordered]
    top, bottom = _y(max(levels)), _y(min(levels))
    height = max(bottom - top, 4)
    return f'<rect x="{LEFT}" y="{top}" width="{WIDTH - LEFT - RIGHT}" height="{height}" fill="{RANGE}"/>'


def _rungs(ladder: Ladder) -> list[str]:
    return [
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_y(level)}" y2="{_y(level)}" stroke="{QUIET}"/>'
        f'<text x="{LEFT - 8}" y="{_y(level) + 4}" text-anchor="end" fill="{INK}">{escape(_short(words))}</text>'
        for level, words in zip(LEVELS, ladder.words, strict=True)
    ]


def _short(words: str) -> str:
    return words if len(words) <= WORDS_CHARACTERS else f"{words[: WORDS_CHARACTERS - 1]}…"


def _days(ordered: Sequence[Point]) -> list[str]:
    ends = {point.at.date().isoformat(): point for point in (*ordered[:1], *ordered[-1:])}
    return [
        f'<text x="{_x(point, ordered)}" y="{HEIGHT - 12}" text-anchor="middle" fill="{INK}">{day}</text>'
        for day, point in ends.items()
    ]


def _path(ordered: Sequence[Point], name: str, style: tuple[str, str]) -> str:
    colour, dash = style
    own = [(_x(point, ordered), _y(point.level)) for point in ordered if point.series == name]
    line = " ".join(f"{x},{y}" for x, y in own)
    marks = "".join(f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>' for x, y in own)
    dashed = f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
    return f"<g data-series={quoteattr(name)}>{dashed}{marks}</g>"
