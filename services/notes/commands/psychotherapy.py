"""Psychotherapy notes: written, rewritten and withdrawn by their author alone."""

from dataclasses import dataclass

from kernel.command import OfChild


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePsychotherapyNote(OfChild):
    """Begin one."""

    clinic: str
    session: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisePsychotherapyNote(OfChild):
    """Replace its text, seen at `revision`."""

    note: str
    revision: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPsychotherapyNote(OfChild):
    """Take its text away for good; that there was one stays on record."""

    note: str
    revision: int
