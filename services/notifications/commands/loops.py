"""What the service's own loops ask for."""

from dataclasses import dataclass

from kernel.command import OfChild
from services.notifications.model import Notice, Receipt, Report, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimbRung(OfChild):
    """The sweeper found a rung that is due and not taken."""

    disclosure: str
    rung: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """A notice as the sender found it, what consent said of its person just now, and an obstacle the sender saw."""

    notice: Notice
    verdict: Verdict
    obstacle: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchNotices(OfChild):
    """The sender is about to call providers."""

    going: tuple[Going, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """A provider's answer about one notice."""

    notice: Notice
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReceipts(OfChild):
    """Providers answered."""

    replies: tuple[Replied, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReport(OfChild):
    """A provider or a mail server told of a message afterwards."""

    notice: str
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveStuck(OfChild):
    """The sweeper found an intent without an answer."""

    notice: str
