"""What the service asks of itself when the ground under many children's decisions has moved."""

from dataclasses import dataclass

from kernel.command import OfChild, OfClinic


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCalendar(OfChild):
    """Look at the child's calendar again: the law or the clinic may have changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSwept(OfClinic):
    """Every calendar of the clinic has been read on this ground."""

    mark: str
