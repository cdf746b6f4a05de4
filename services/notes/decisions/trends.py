"""Counting what notes hold besides words. Nothing is averaged and nothing missing is filled in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.clock import to_text
from services.notes.model.values import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What one section of one signed note holds."""

    at: datetime
    kind: str
    values: Values


def levels(points: Sequence[Point], kind: str) -> list[dict[str, Any]]:
    """Every rating of this kind, in the order of the points."""
    rated = [point for point in points if point.kind == kind]
    return [
        {"at": to_text(point.at), "level": point.values.level} for point in rated if point.values.level is not None
    ]


def counted(points: Sequence[Point], kind: str) -> list[dict[str, Any]]:
    """How many notes name each choice, most often first; a choice in the writer's own words counts as written."""
    choices = [(*point.values.codes, *point.values.custom) for point in points if point.kind == kind]
    found = Counter(choice for chosen in choices for choice in chosen)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [{"code": code, "notes": number} for code, number in ordered]


def series(points: Sequence[Point], kind: str) -> list[dict[str, Any]]:
    """For each code how often and from when to when it came up, most often first."""
    dates: dict[str, list[str]] = {}
    for point in points:
        for code in point.values.codes if point.kind == kind else ():
            dates.setdefault(code, []).append(to_text(point.at))
    ordered = sorted(dates.items(), key=lambda item: (-len(item[1]), item[0]))
    return [{"code": code, "at": found} for code, found in ordered]


def observed(points: Sequence[Point]) -> list[dict[str, Any]]:
    """Every observation with its activity and intensity, in the order of the points."""
    return [
        {"at": to_text(point.at), "code": seen.code, "activity": seen.activity, "intensity": seen.intensity}
        for point in points
        for seen in point.values.observed
    ]
