"""Breaking the glass, and what follows from it."""

from dataclasses import dataclass

from contracts.codes import DisclosureClass
from kernel.command import OfChild
from services.consent.model.glass import Finding, GlassReason


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAttempt(OfChild):
    """Somebody reaches for the glass: whoever must not even try is on record before they are answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlass(OfChild):
    """Read now about a child whom one does not look after: these classes, for so many minutes, for this reason."""

    classes: tuple[DisclosureClass, ...]
    reason: GlassReason
    words: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAccess(OfChild):
    """Given back by who holds it, or taken away by a privacy officer."""

    access: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAccess(OfChild):
    """What the privacy officer found."""

    access: str
    finding: Finding
    words: str
