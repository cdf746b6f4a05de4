"""What the service's own loops ask for."""

from dataclasses import dataclass

from contracts.codes import Channel
from kernel.command import OfChild
from services.notifications.model import Notice, Receipt, Report, Template, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimbRung(OfChild):
    """The sweeper found a rung that is due and not taken."""

    disclosure: str
    rung: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideWatched(OfChild):
    """The sweeper found a concern that nobody has decided on in time."""

    watched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAgain(OfChild):
    """The sweeper found a concern that is still open when it should be resolved."""

    disclosure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateTask(OfChild):
    """The sweeper found a task that nobody did in time."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOver(OfChild):
    """The sweeper found a message that is due for long and was never tried."""

    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUpReceipt(OfChild):
    """The sweeper found a message that a provider took and never said anything of again."""

    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawLink(OfChild):
    """The sweeper found a link that is still good for somebody who may no longer know."""

    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """A notice as the sender found it, what consent said of its person just now, and an obstacle the sender saw."""

    notice: Notice
    verdict: Verdict
    obstacle: str | None = None
    zone: str | None = None  # where the person's clocks are, as consent knows it
    template: Template | None = None  # the words that the sender has ready


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchNotices(OfChild):
    """The sender is about to call providers; `live` are the channels that have one."""

    going: tuple[Going, ...]
    live: frozenset[Channel] = frozenset(Channel)


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
