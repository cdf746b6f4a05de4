"""A goal with its five levels in words, and the ratings of how far it has come. All words are sealed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import Outcome
from kernel.kind import Sealed

LEVELS = (-2, -1, 0, 1, 2)  # Goal Attainment Scaling: much less than expected ... expected ... much more
LEVEL_MIN, LEVEL_MAX = LEVELS[0], LEVELS[-1]
WEIGHT_MIN, WEIGHT_MAX = 1, 10  # importance as clinicians give it; only the proportions count
STATEMENT_CHARACTERS_MAX = 500  # a goal is one or two sentences
LEVEL_CHARACTERS_MAX = 500
WORDS_CHARACTERS_MAX = 2_000  # what is said about a rating
GOALS_LIVE_MAX = 20  # open goals of a child; families follow three
SUMMARY_ONLY = "summary-only"  # the obligation to say how far, without the words


class Status(StrEnum):
    """Where a goal stands between the voices."""

    PROPOSED = "proposed"
    AGREED = "agreed"


class Voice(StrEnum):
    """Whose rating it is. The three are three series: they are never averaged."""

    CHILD = "child"
    GUARDIAN = "guardian"
    THERAPIST = "therapist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The practitioners who look after the child in one clinic."""

    clinic: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A projection of the consent service's events: who may act for the child, and where."""

    id: str
    network: str
    teams: tuple[Team, ...]
    adults: tuple[str, ...] = ()

    @property
    def child(self) -> str:
        """The stream it belongs to: its own."""
        return self.id

    def with_team(self, clinic: str, members: tuple[str, ...]) -> tuple[Team, ...]:
        """All teams, with this clinic's replaced or added."""
        others = (team for team in self.teams if team.clinic != clinic)
        return (*others, Team(clinic=clinic, members=members))


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """`levels` are the words for -2, -1, 0, +1, +2 in that order; `baseline` is where the child started.

    `weight` is None when the child's goals carry none: all or no goals of a clinic are weighted.
    """

    id: str
    child: str
    clinic: str
    statement: Sealed
    levels: tuple[Sealed, ...]
    baseline: int
    weight: int | None
    status: Status
    proposed_by: str
    proposed_at: datetime
    agreed_by: str | None
    agreed_at: datetime | None

    def level_words(self, level: int) -> Sealed:
        """The sealed words of one level."""
        return self.levels[LEVELS.index(level)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One rating by one voice, entered by `recorded_by`. Only a shared one is ever shown to a guardian."""

    id: str
    child: str
    goal: str
    clinic: str
    level: int
    words: Sealed | None
    rater: Voice
    recorded_by: str
    shared: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the consent rules answered about one person, now. Anything but a plain permit shows nothing.

    `access`: the broken glass through which a member of staff may know, who does not look after the child. `records`:
    the other clinics whose record of this class came to the asker's clinic with the child.
    """

    outcome: Outcome
    obligations: frozenset[str] = frozenset()
    access: str | None = None
    records: frozenset[str] = frozenset()

    @property
    def permits(self) -> bool:
        """Something may be shown."""
        return self.outcome is Outcome.PERMIT

    @property
    def permits_words(self) -> bool:
        """Also what was said in words."""
        return self.permits and SUMMARY_ONLY not in self.obligations


WITHHELD = Answer(outcome=Outcome.WITHHOLD)
"""The answer when nothing permits: unknown to the rules, or not to be known."""
