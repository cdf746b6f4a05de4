"""Answers to instruments."""

from dataclasses import dataclass

from kernel.command import OfChild
from services.goals.model.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMeasurement(OfChild):
    """One informant's answers, in the order of the instrument's parts. `voice` None: the asker's own."""

    clinic: str
    instrument: str
    version: int
    goal: str | None
    voice: Voice | None
    values: tuple[int | None, ...]
