"""What people and teams ask about routine messages."""

from dataclasses import dataclass

from kernel.command import OfChild, OfPerson
from services.notifications.decisions.wishes import Lines, Wished


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPreferences(OfPerson):
    """A person, or the desk for them, says how they want to be written to."""

    wished: Wished


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBoundary(OfChild):
    """The team says how is written about a child."""

    lines: Lines
