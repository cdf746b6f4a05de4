"""How far the work with a child has come in one clinic, as notes says. It chooses the words of a greeting, no more."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import EpisodeStage


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One change of stage, kept as the log of what greeted whom when. `ended`: the episode ended with it."""

    stage: EpisodeStage
    at: datetime
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Of one child in one clinic; `id` is both. Oldest first, the last one holds."""

    id: str
    child: str
    clinic: str
    moves: tuple[Moved, ...]

    @property
    def present(self) -> EpisodeStage | None:
        """None after the end of an episode."""
        return None if self.moves[-1].ended else self.moves[-1].stage
