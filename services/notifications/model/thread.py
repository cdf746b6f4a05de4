"""A conversation of one guardian with one clinic about one child, and what each clinic promises about answering."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import DisclosureClass
from kernel.kind import Sealed


class Category(StrEnum):
    """What a conversation is about; nobody writes without choosing one."""

    GOAL = "goal"
    OBSERVATION = "observation"
    HOME_PRACTICE = "home-practice"
    LOGISTICS = "logistics"
    BILLING = "billing"
    FEEDBACK = "feedback"
    CONCERN = "concern"
    ANSWER = "answer"  # to something that was disclosed; never chosen, made by answering


class Lane(StrEnum):
    """Who of the staff reads a conversation: those who treat the child, or the front desk. Never both."""

    CARE = "care"
    DESK = "desk"


class Side(StrEnum):
    """Who wrote a message."""

    FAMILY = "family"
    STAFF = "staff"


class MessageKind(StrEnum):
    """What a message is."""

    WORDS = "words"
    COACH = "coach"  # guidance for this guardian; no answer to what was asked
    REDIRECT = "redirect"  # a template instead of words: what was written is none of the clinic's business


class MessageState(StrEnum):
    """Held may still be taken back by its author; redirected has lost its words for good."""

    HELD = "held"
    SENT = "sent"
    REDIRECTED = "redirected"


class ThreadState(StrEnum):
    """Whether anybody still has to do something."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Never shared between guardians. `revision` counts what staff could have seen: a reply names the one it saw."""

    id: str
    child: str
    network: str
    clinic: str
    person: str  # the guardian
    category: Category
    lane: Lane
    disclosure_class: DisclosureClass
    reference: str | None  # of a goal, an observation or a practice, by its owner's id
    disclosure: str | None  # what was answered; who may know it may read the conversation
    about: tuple[str, ...]  # staff from whom the harm is said to come: for them it does not exist
    opened_at: datetime
    opened_by: str
    state: ThreadState = ThreadState.OPEN
    revision: int = 1
    waiting_since: datetime | None = None  # the oldest message of the guardian without an answer
    promised_at: datetime | None = None  # by when it is answered
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None  # None: said by itself after a working day
    read_by_family_at: datetime | None = None
    read_by_staff_at: datetime | None = None
    reviews: tuple[str, ...] = ()  # the open tasks of safety reviews
    reviewers: tuple[str, ...] = ()  # who may look into it for the review, whatever the lane
    begun: bool = False  # a message has left: before that it exists for its author alone
    closed_reason: str | None = None

    @property
    def is_waiting(self) -> bool:
        """The clinic owes an answer."""
        return self.waiting_since is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message, sealed under the child's key."""

    id: str
    child: str
    thread: str
    side: Side
    author: str
    kind: MessageKind
    disclosure_class: DisclosureClass
    words: Sealed | None
    written_at: datetime
    state: MessageState
    due: datetime  # when it leaves
    promised_at: datetime | None = None
    remind_at: datetime | None = None  # a working day after it was written
    raised: str | None = None  # how the lexicon of safety words marks it
    template: str | None = None
    redirected_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody has typed and not sent. `id` names child, person and conversation."""

    id: str
    child: str
    person: str
    thread: str | None
    category: str
    reference: str
    words: Sealed
    kept_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Something of the child that a message may refer to, as its owner's events tell. `id` is `<kind>:<owner's id>`."""

    id: str
    child: str
    kind: str
    person: str | None = None  # who alone may refer to it; None: everybody who may know of such things


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Open hours of one weekday (Monday is 0), wall time `HH:MM`."""

    weekday: int
    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisLine:
    """Whom to call when nobody of the clinic reads. A clinic's own, or that of its country, with where it is from."""

    name: str
    call: str
    text: str
    source: str
    checked_on: str  # `YYYY-MM-DD`


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """When a clinic answers. `reply_hours`: open hours until an answer, by category."""

    id: str  # the clinic
    version: int
    openings: tuple[Opening, ...]
    holidays: tuple[str, ...]  # `YYYY-MM-DD` on the clinic's calendar
    reply_hours: dict[str, int]
    billing_contact: str
    crisis: CrisisLine | None

    @property
    def code(self) -> str:
        """Names the version that a promise was made under."""
        return f"promises.clinic.{self.version}" if self.version else "promises.default.1"
