"""The one thing of this service that a link led an adult to, in words, decided at this moment."""

from collections.abc import Callable
from typing import Any

from kernel.errors import NotFound
from kernel.kind import Kind
from kernel.reader import Reader
from services.goals.queries import goals, milestones, practice
from services.goals.repository import UPDATES
from services.goals.repository.milestones import MILESTONES
from services.goals.repository.practice import REMINDERS

Told = Callable[[Reader, str, str], dict[str, Any]]


def _update(reader: Reader, child: str, id: str) -> dict[str, Any]:
    return {"kind": "update", **goals.update(reader, child, id)}


ITEMS: tuple[tuple[Kind[Any], Told], ...] = (
    (UPDATES, _update),
    (REMINDERS, practice.reminder),
    (MILESTONES, milestones.celebration),
)
"""Where the items of the events lie, and how each is told."""


def item(reader: Reader, child: str, id: str) -> dict[str, Any]:
    """Absent and withheld look the same, whatever kind of thing it would have been."""
    told = next((tell for kind, tell in ITEMS if reader.known(kind, id) is not None), None)
    try:
        return _update(reader, child, id) if told is None else told(reader, child, id)
    except NotFound:
        raise NotFound("no-such-item") from None
