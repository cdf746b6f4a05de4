"""The shared vision."""

from dataclasses import dataclass

from kernel.command import OfChild
from services.goals.model.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteVision(OfChild):
    """Word the vision anew. `revision` is what the writer had read, 0 for none; every voice must agree again."""

    clinic: str
    text: str
    voices: tuple[Voice, ...]
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeVision(OfChild):
    """One voice agrees to the wording of this revision. `voice` None: the asker's own."""

    clinic: str
    revision: int
    voice: Voice | None = None
