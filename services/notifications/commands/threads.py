"""What is said between a guardian and a clinic. Words come in here and leave sealed."""

from dataclasses import dataclass

from kernel.command import OfChild, OfClinic
from services.notifications.model import Category, CrisisLine, Opening


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenThread(OfChild):
    """A guardian asks, tells or worries; `clinic` is one of the child's."""

    clinic: str
    category: Category
    reference: str | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartThread(OfChild):
    """Staff write first, to one guardian."""

    clinic: str
    person: str
    category: Category
    reference: str | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteMessage(OfChild):
    """The guardian goes on."""

    thread: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteReply(OfChild):
    """Staff answer, or coach. `revision` is the one they saw; `detail`: it tells of what was said in a session."""

    thread: str
    revision: int
    coach: bool
    detail: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack(OfChild):
    """The author thinks better of it, before it has left."""

    thread: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeThread(OfChild):
    """Staff have seen it and will come back to it."""

    thread: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectMessage(OfChild):
    """What was written does not belong here: its words go, a template stands in their place."""

    thread: str
    message: str
    revision: int
    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseThread(OfChild):
    """Nothing is owed any more."""

    thread: str
    revision: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenThread(OfChild):
    """There is more to say."""

    thread: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRead(OfChild):
    """Everything in it up to now has been read, by the guardian or by staff."""

    thread: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepDraft(OfChild):
    """What is typed so far; empty words forget it. Without a thread: of a conversation yet to be opened."""

    thread: str | None
    category: str
    reference: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPromises(OfClinic):
    """A clinic says when it reads and answers. None keeps what held before."""

    openings: tuple[Opening, ...] | None
    holidays: tuple[str, ...] | None
    reply_hours: dict[str, int]
    billing_contact: str | None
    crisis: CrisisLine | None
