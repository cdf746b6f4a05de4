"""What the service can be asked to do. Addresses, codes and words come in here and leave sealed or digested."""

from dataclasses import dataclass

from contracts.codes import Channel
from kernel.command import OfChild, OfClinic, OfPerson
from services.notifications.model import Notice, Receipt, Rung, SafeHours, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class AddContactPoint(OfPerson):
    """A member of staff enters a person's address."""

    channel: Channel
    address: str
    verified: bool
    safe_hours: SafeHours | None
    no_voicemail: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClinicPolicy(OfClinic):
    """A clinic decides on its ladders and on going live."""

    live: bool
    rungs: tuple[Rung, ...] | None
    rungs_imminent: tuple[Rung, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCode(OfChild):
    """Somebody with the link asks for the second factor. `live`: the channels that have a provider."""

    pointer: str
    live: tuple[Channel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveCode(OfChild):
    """Somebody typed a code; it comes as its keyed digest, never itself."""

    pointer: str
    code_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewPointer(OfChild):
    """Somebody with a used or expired link asks for a fresh one."""

    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewDisclosure(OfChild):
    """An adult opened it on the secure page."""

    disclosure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeDisclosure(OfChild):
    """An adult has read it and takes it on."""

    disclosure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDisclosure(OfChild):
    """An adult writes back."""

    disclosure: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisownDisclosure(OfChild):
    """An adult says that it is not their child."""

    disclosure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOverDisclosure(OfChild):
    """A member of staff is on it from here."""

    disclosure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTask(OfChild):
    """A human has acted."""

    task: str
    outcome: str
    words: str


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
class ResolveStuck(OfChild):
    """The sweeper found an intent without an answer."""

    notice: str
