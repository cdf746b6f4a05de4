"""Conversations, what was said in them, what is typed and not sent, and what clinics promise about answering."""

from kernel.kind import Kind
from kernel.store.port import Collection, In, Index
from services.notifications.decisions.limits import MESSAGES_MAX, THREADS_OPEN_MAX
from services.notifications.model import Draft, Message, Promises, Reference, Thread
from services.notifications.repository.finding import PER_CHILD_MAX, Finds

THREADS = Kind(
    Thread,
    Collection("threads", (Index(("child", "person", "-opened_at")), Index(("child", "clinic", "-opened_at")))),
)

THREAD_MESSAGES = Kind(Message, Collection("thread_messages", (Index(("thread", "written_at")),)))

DRAFTS = Kind(Draft, Collection("drafts"))

REFERENCES = Kind(Reference, Collection("references"))

PROMISES = Kind(Promises, Collection("promises"))


def draft_id(child: str, person: str, thread: str | None) -> str:
    """One draft for each person and conversation, and one for the next conversation about a child."""
    return f"{child}:{person}:{thread or 'new'}"


def threads_of(source: Finds, child: str, person: str) -> list[Thread]:
    """A guardian's conversations about one child, newest first."""
    return source.find(THREADS, {"child": child, "person": person}, ("-opened_at",), PER_CHILD_MAX)


def threads_in(source: Finds, child: str, clinics: tuple[str, ...]) -> list[Thread]:
    """The conversations about one child with these clinics, newest first."""
    return source.find(THREADS, {"child": child, "clinic": In(clinics)}, ("-opened_at",), PER_CHILD_MAX)


def messages_of(source: Finds, thread: str) -> list[Message]:
    """In the order of writing."""
    return source.find(THREAD_MESSAGES, {"thread": thread}, ("written_at",), MESSAGES_MAX + THREADS_OPEN_MAX)
