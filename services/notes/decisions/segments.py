"""The parts of a session and who was there: in order of nothing, but nobody in two parts at once."""

from collections.abc import Collection, Sequence
from itertools import combinations

from kernel.errors import Invalid
from services.notes.model.session import ATTENDEES_MAX, MINUTES_MAX, SEGMENTS_MAX, Segment


def checked_segments(segments: Sequence[Segment], adults: Collection[str]) -> tuple[Segment, ...]:
    """The segments; Invalid names every one that does not fit."""
    if len(segments) > SEGMENTS_MAX:
        raise Invalid("segments-refused", {"segments": ["too-many"]})
    faults = {
        f"segments.{index}.{field}": [code]
        for index, segment in enumerate(segments)
        for field, code in _faults(segment, adults).items()
    }
    faults |= _shared_codes(segments) or _overlaps(segments)
    if faults:
        raise Invalid("segments-refused", faults)
    return tuple(segments)


def _faults(segment: Segment, adults: Collection[str]) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not 0 <= segment.from_minute < segment.to_minute <= MINUTES_MAX:
        faults["to_minute"] = "out-of-range"
    if len(segment.attendees) > ATTENDEES_MAX:
        faults["attendees"] = "too-many"
    elif not set(segment.attendees) <= set(adults):
        faults["attendees"] = "unknown"
    elif len(set(segment.attendees)) != len(segment.attendees):
        faults["attendees"] = "repeated"
    return faults


def _shared_codes(segments: Sequence[Segment]) -> dict[str, list[str]]:
    codes = [segment.code for segment in segments]
    return {f"segments.{at}.code": ["repeated"] for at, code in enumerate(codes) if code in codes[:at]}


def _overlaps(segments: Sequence[Segment]) -> dict[str, list[str]]:
    """Two parts may run side by side in two rooms; a person is in one of them."""
    found: dict[str, list[str]] = {}
    for (_, first), (at, second) in combinations(enumerate(segments), 2):
        together = first.from_minute < second.to_minute and second.from_minute < first.to_minute
        if together and set(first.attendees) & set(second.attendees):
            found[f"segments.{at}.attendees"] = ["overlapping"]
    return found
