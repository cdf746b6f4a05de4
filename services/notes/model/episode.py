"""An episode of care: its stage, what was ticked off on the way, and how it ended. None of it moves by itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import EpisodeStage
from kernel.kind import Sealed

MOVES_MAX = 100  # a stage a month for eight years
WORDS_CHARACTERS_MAX = 4_000


class Checklist(StrEnum):
    """What is gone through step by step: at the first visit, within each stage, and before closing."""

    FIRST_VISIT = "first-visit"
    COMMITMENT = "commitment"
    PROCESS = "process"
    CHANGE = "change"
    CLOSING = "closing"


class Ending(StrEnum):
    """Planned with the family, or broken off: an outcome of its own and nobody's failure."""

    PLANNED = "planned"
    UNPLANNED = "unplanned"


CHECKPOINTS: dict[Checklist, tuple[str, ...]] = {
    Checklist.FIRST_VISIT: (
        "child-greeted-first",
        "room-shown",
        "told-in-own-words-what-this-is",
        "confidentiality-explained-to-child",
        "favourite-things-asked",
        "background-heard",
        "contact-ways-agreed",
    ),
    Checklist.COMMITMENT: ("expectations-signed", "goals-proposed-by-each-voice", "sharing-agreed"),
    Checklist.PROCESS: ("patterns-looked-at", "plan-reviewed", "child-asked-how-it-goes"),
    Checklist.CHANGE: ("strengths-named", "home-practice-kept-up", "sessions-spaced-out"),
    Checklist.CLOSING: (
        "progress-reviewed",
        "childs-words-asked",
        "maintenance-plan",
        "goodbye-prepared",
        "way-back-explained",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Who did what of a checklist, and when."""

    checklist: Checklist
    item: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """To which stage, by whom, why. With an ending, the episode is over."""

    stage: EpisodeStage
    by: str
    at: datetime
    words: Sealed | None
    ending: Ending | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One for each child and clinic. Before anybody moves it, it is in commitment."""

    id: str
    child: str
    clinic: str
    stage: EpisodeStage
    moves: tuple[Move, ...]
    ticks: tuple[Tick, ...]

    @property
    def ended(self) -> Ending | None:
        """How it ended, None while it goes on."""
        return self.moves[-1].ending if self.moves else None


def episode_id(child: str, clinic: str) -> str:
    """A child in two clinics has an episode in each."""
    return f"{child}:{clinic}"


def begun(child: str, clinic: str) -> Episode:
    """As it is before anything was said about it."""
    id = episode_id(child, clinic)
    return Episode(id=id, child=child, clinic=clinic, stage=EpisodeStage.COMMITMENT, moves=(), ticks=())
