"""Whose message leaves next: the clinics take turns, so that one clinic's burst delays no other clinic.

All messages weigh the same, so taking one from each in turn is as fair as any weighing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from services.notifications.model import Notice


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of a wave: how long it should take, how few and how many messages it may hold."""

    seconds: float
    least: int
    most: int


def in_turn(queues: Sequence[Sequence[Notice]], wave_max: int) -> list[Notice]:
    """One of each queue, then a second of each, until the wave is full. Within a queue the order stays."""
    rounds = zip_longest(*queues)
    return [notice for round in rounds for notice in round if notice is not None][:wave_max]


def by_clinic(notices: Sequence[Notice], after: str) -> list[list[Notice]]:
    """The queues in these notices, beginning with the clinic whose turn comes after that one's."""
    queues: dict[str, list[Notice]] = {}
    for notice in notices:
        queues.setdefault(notice.clinic, []).append(notice)
    return [queues[clinic] for clinic in sorted(queues, key=lambda clinic: (clinic <= after, clinic))]


def wave_size(size: int, sent: int, took_seconds: float, bounds: Bounds) -> int:
    """How many the next wave holds: half as many after one that took too long, twice as many after a swift full one.

    Whoever comes newly into the queue waits for the wave that is under way, whatever clinic it is of.
    """
    if took_seconds > bounds.seconds:
        return max(bounds.least, size // 2)
    if sent >= size and took_seconds < bounds.seconds / 2:
        return min(bounds.most, size * 2)
    return size
