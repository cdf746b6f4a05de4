"""One message, its link, the code that proves who opened it, and what a provider said."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import Channel, DeliveryState, MessageClass
from kernel.kind import Sealed

PENDING = frozenset({DeliveryState.ACCEPTED, DeliveryState.DISPATCHED})
HOPEFUL = PENDING | {DeliveryState.PROVIDER_ACCEPTED, DeliveryState.HANDED_OVER, DeliveryState.UNKNOWN}
"""States of a notice that may still lead to somebody reading it."""


class PointerState(StrEnum):
    """What a link may still do."""

    VALID = "valid"
    USED = "used"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Reported(StrEnum):
    """What a provider or a mail server tells of a message later."""

    TAKEN = "taken"  # on its way
    DELAYED = "delayed"  # still on its way
    DELIVERED = "delivered"
    FAILED = "failed"  # for good, for this message
    UNFIT = "unfit"  # for good, for this address
    COMPLAINED = "complained"  # the receiver calls it unwanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One such telling. `provider` and `reference` say whose it is, where the way it came by tells."""

    told: Reported
    code: str
    at: datetime
    provider: str | None = None
    reference: str | None = None


class NoticeKind(StrEnum):
    """A link to something on the secure page, or the code that proves who opened it."""

    POINTER = "pointer"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Which words were used: the text of this version in this language never changes."""

    id: str
    version: int
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change of a notice, for the ledger; of an attempt with the words that left."""

    at: datetime
    state: DeliveryState
    reason: str | None
    template: Template | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message to one person over one contact point."""

    id: str
    child: str
    disclosure: str
    person: str
    kind: NoticeKind
    channel: Channel
    message_class: MessageClass
    contact_point: str | None
    pointer: str | None
    rung: int
    lane: int  # 0 before 1: a code somebody waits for and safety first, then the rest
    state: DeliveryState
    reason: str | None
    due: datetime
    expires: datetime
    created_at: datetime
    attempts: int = 0
    intent_at: datetime | None = None
    reference: str | None = None
    clinic: str = ""  # whose queue it stands in: each has its turn
    code: Sealed | None = None  # of a code notice, until it was handed to the provider
    history: tuple[Step, ...] = ()
    tls: bool = True  # as the clinic's policy said when it was decided
    providers: tuple[str, ...] = ()  # who was asked to carry it, as far as their answers are known
    early: tuple[Report, ...] = ()  # came while the provider's own answer was awaited
    gathered_at: datetime | None = None  # since then it waits for the day's digest

    @property
    def insistent(self) -> bool:
        """A loss is worse than a duplicate. Of a code the next is asked for anyway."""
        return self.kind is NoticeKind.POINTER and self.message_class is MessageClass.SAFETY


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """The link of one notice. It identifies, it never authenticates."""

    id: str
    child: str
    person: str
    disclosure: str
    contact_point: str
    channel: Channel
    state: PointerState
    expires: datetime

    def state_at(self, now: datetime) -> PointerState:
        """Expiry needs no writer."""
        expired = self.state is PointerState.VALID and now >= self.expires
        return PointerState.EXPIRED if expired else self.state


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The current code of one pointer (same id): a keyed digest, its end, how often it was tried."""

    id: str
    child: str
    person: str
    contact_point: str
    code_digest: str
    expires: datetime
    tries: int = 0
    passed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """When codes or fresh links were asked for lately: per link, per person and per address."""

    id: str
    asked_at: tuple[datetime, ...]


class Answered(StrEnum):
    """What a provider's answer means for the message."""

    ACCEPTED = "accepted"  # it is theirs now
    REFUSED = "refused"  # for good: the same again would be refused again
    UNSURE = "unsure"  # it may or may not have been taken
    UNAVAILABLE = "unavailable"  # surely not taken; later it may be


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A provider's answer. `address_unfit`: the refusal is about the address, not about the message.

    `trouble`: the provider as a whole is at fault, whatever the message. `asked`: all who were asked for it, in order.
    """

    answered: Answered
    code: str
    reference: str | None = None
    address_unfit: bool = False
    retry_after_seconds: int = 0
    trouble: bool = False
    provider: str | None = None
    asked: tuple[str, ...] = ()

