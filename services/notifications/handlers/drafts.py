"""What is typed and not sent, and what was sent and is wanted back."""

from contracts.codes import DisclosureClass
from kernel.auth.principal import Kind
from kernel.decision import Decision
from kernel.errors import Invalid, NotFound
from kernel.work import Work
from services.notifications.commands import KeepDraft, TakeBack
from services.notifications.decisions import threads
from services.notifications.decisions.limits import WORDS_MAX
from services.notifications.gateways import class_verdict
from services.notifications.model import Child, Draft, Thread
from services.notifications.queries.thread_access import is_open_to, reads_any_lane
from services.notifications.repository import CHILDREN, DRAFTS, THREAD_MESSAGES, THREADS, draft_id, messages_of

NO_THREAD = "no-such-conversation"  # absent, another's and no longer to be read look the same


def take_back(command: TakeBack, work: Work) -> Decision:
    """By its author alone, of either side, before it has left. The words become the draft again."""
    thread, message = work.known(THREADS, command.thread), work.known(THREAD_MESSAGES, command.message)
    mine = message is not None and message.author == work.actor.person and message.thread == command.thread
    if thread is None or message is None or not mine or thread.child != command.child or message.words is None:
        raise NotFound("no-such-message")
    id = draft_id(thread.child, work.actor.person, thread.id if thread.begun else None)
    work.known(DRAFTS, id)  # replaced under its version
    draft = Draft(
        id=id, child=thread.child, person=work.actor.person, thread=thread.id if thread.begun else None,
        category=thread.category.value, reference=thread.reference or "", words=message.words, kept_at=work.now,
    )  # fmt: skip
    others = len(messages_of(work, thread.id)) - 1
    return threads.taken_back(thread, message, draft, others, work.now)


def keep_draft(command: KeepDraft, work: Work) -> Decision:
    """Kept under the child's key for its writer; nothing is looked at and nobody is told."""
    child = _child_of_writer(work, command.child)
    thread = work.known(THREADS, command.thread) if command.thread else None
    if command.thread and (thread is None or not _writes_in(work, child, thread)):
        raise NotFound(NO_THREAD)
    if len(command.words) > WORDS_MAX:
        raise Invalid("words", {"words": ["too-long"]})
    id = draft_id(child.id, work.actor.person, command.thread)
    known = work.known(DRAFTS, id)
    if not command.words.strip():
        return Decision(removals=(known,) if known else (), reply={"state": "forgotten"})
    draft = Draft(
        id=id, child=child.id, person=work.actor.person, thread=command.thread, category=command.category,
        reference=command.reference, words=work.seal(child.id, command.words), kept_at=work.now,
    )  # fmt: skip
    return Decision(changes=(draft,), reply={"state": "kept"})


def child_around(work: Work, id: str) -> Child:
    """A child around whom the asking guardian is known; one that is not is no child."""
    child = work.known(CHILDREN, id)
    if child is None or child.network != work.actor.network or not child.knows(work.actor.person):
        raise NotFound("no-such-child")
    return child


def _child_of_writer(work: Work, id: str) -> Child:
    if work.actor.kind is Kind.GUARDIAN:
        around = child_around(work, id)
        if not knows(work, around, DisclosureClass.FACT_OF_TREATMENT):
            raise NotFound("no-such-child")
        return around
    child = work.known(CHILDREN, id)
    if child is None or not reads_any_lane(work.actor, child):
        raise NotFound("no-such-child")
    return child


def knows(work: Work, child: Child, disclosure_class: DisclosureClass) -> bool:
    """Consent lets the asking guardian know of such things now."""
    return class_verdict(work.call, child.id, disclosure_class, work.actor.person, child.basis).permits


def _writes_in(work: Work, child: Child, thread: Thread) -> bool:
    if work.actor.kind is Kind.GUARDIAN:
        return thread.child == child.id and thread.person == work.actor.person
    return thread.child == child.id and is_open_to(work.actor, thread, child)


def forgetting_draft(decided: Decision, thread: str | None, work: Work) -> Decision:
    """What was sent is no draft any more."""
    draft = work.known(DRAFTS, draft_id(work.message.stream, work.actor.person, thread))
    if draft is None:
        return decided
    return threads.without_draft(decided, draft)
