"""Worries about a child's safety. Words arrive in the clear and are sealed before anything is decided."""

from dataclasses import dataclass

from contracts.codes import ChildTold, ConcernKind, Severity
from kernel.command import OfChild
from services.notes.model.concern import ClosureReason


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernDraft:
    """A concern as typed."""

    kind: ConcernKind
    severity: Severity
    about: tuple[str, ...]
    child_told: ChildTold
    wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseConcern(OfChild):
    """Raise a concern without a note."""

    clinic: str
    concern: ConcernDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseConcern(OfChild):
    """Say that a concern is dealt with."""

    concern: str
    reason: ClosureReason
    words: str
