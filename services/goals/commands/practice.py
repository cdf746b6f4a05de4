"""Home practice."""

from dataclasses import dataclass

from kernel.command import OfChild, OfClinic
from services.goals.model.practice import CardKind, Category, Outcome, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishCard(OfClinic):
    """A new card, or the next version of a known one."""

    code: str
    kind: CardKind
    category: Category
    title: str
    text: str
    age_from: int
    age_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignPractice(OfChild):
    """Ask one or more homes to practise; none named: the whole family."""

    clinic: str
    card: str
    goal: str | None
    households: tuple[str, ...]
    schedule: Schedule
    ends_on: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordResult(OfChild):
    """How it went on a day; `enjoyment` is the child's word."""

    practice: str
    day: str
    outcome: Outcome
    words: str
    enjoyment: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SayTooMuch(OfChild):
    """A guardian says that it is too much at present."""

    practice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPractice(OfChild):
    """No longer asked for."""

    practice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PausePractice(OfChild):
    """The child asks for a break."""

    clinic: str
    until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumePractice(OfChild):
    """The child is ready again."""

    clinic: str
