"""The course of an episode of care."""

from dataclasses import dataclass

from contracts.codes import EpisodeStage
from kernel.command import OfChild
from services.notes.model.episode import Checklist, Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveStage(OfChild):
    """Say which stage the episode has come to, forwards or back."""

    clinic: str
    stage: EpisodeStage
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TickCheckpoint(OfChild):
    """One step of a checklist is done."""

    clinic: str
    checklist: Checklist
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndEpisode(OfChild):
    """The episode is over, as planned or broken off."""

    clinic: str
    ending: Ending
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenEpisode(OfChild):
    """The child comes back: the episode goes on, in commitment."""

    clinic: str
    words: str
