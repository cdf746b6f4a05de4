"""Home practice: skill cards, what is practised where and when, how it went, and the child's wish to pause."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.kind import Sealed

TITLE_CHARACTERS_MAX = 120
CARD_CHARACTERS_MAX = 4_000
RESULT_CHARACTERS_MAX = 1_000
CURRENT_MAX = 3  # practices at a time for one home; families follow three
CARDS_MAX = 200  # of a clinic, newest versions
ENJOYMENT = range(5)  # 0 not at all ... 4 very much, as the child says
LATE_DAYS_MAX = 14  # how far back a result may be entered


class CardKind(StrEnum):
    """A skill to practise, or something enjoyable to do together."""

    SKILL = "skill"
    ACTIVITY = "activity"


class Category(StrEnum):
    """What it is for."""

    REGULATION = "regulation"
    COMMUNICATION = "communication"
    COPING = "coping"


class Outcome(StrEnum):
    """How it went, without blame."""

    DID_IT = "did-it"
    TRIED = "tried"
    NOT_TODAY = "not-today"


class Weekday(StrEnum):
    """In the order of the week."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One version of a card: its words never change, so that both homes and the clinic mean the same by it."""

    id: str
    network: str
    clinic: str
    code: str
    version: int
    kind: CardKind
    category: Category
    title: str
    text: str
    age_from: int
    age_to: int
    published_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """On these days at this wall time of this zone."""

    days: tuple[Weekday, ...]
    time: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """`households`: the homes it is for, none for every adult who may know. `ends_on`: its last day, if it has one."""

    id: str
    child: str
    clinic: str
    card: str
    goal: str | None
    households: tuple[str, ...]
    schedule: Schedule
    ends_on: str | None
    assigned_by: str
    assigned_at: datetime
    ended_at: datetime | None = None
    too_much: tuple[str, ...] = ()

    def is_for(self, household: str | None) -> bool:
        """For this home; an adult who lives in none of those known is asked what the whole family is."""
        return not self.households or household in self.households


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One person's word on one day; a second word on the same day replaces the first."""

    id: str
    child: str
    clinic: str
    practice: str
    day: str
    outcome: Outcome
    words: Sealed | None
    enjoyment: int | None
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """The item that a home is reminded of on one day."""

    id: str
    child: str
    clinic: str
    practice: str
    household: str | None
    day: str
    due_at: datetime
    settled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The child has asked for a break: nobody is reminded. `until` is its last day, None: until it is ended."""

    id: str
    child: str
    clinic: str
    until: str | None
    asked_at: datetime
    recorded_by: str
    ended: bool = False

    def holds(self, day: str) -> bool:
        """On this day."""
        return not self.ended and (self.until is None or day <= self.until)
