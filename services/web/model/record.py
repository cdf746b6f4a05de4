"""A child as the pages must know it, and the timeline of what happened."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicTeam:
    """Who looks after the child in one clinic."""

    clinic: str
    care_team: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildCard:
    """Whom a child's pages may be opened by at all; the owning services decide again on every text."""

    id: str
    network: str
    jurisdiction: str
    teams: tuple[ClinicTeam, ...]
    adults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """One thing that happened: `<kind>:<id>`. The readers of `visible_class` are named beside it."""

    id: str
    child: str
    kind: str
    subject: str
    clinic: str
    at: datetime
    code: str = ""
    person: str | None = None
    visible_class: str | None = None
