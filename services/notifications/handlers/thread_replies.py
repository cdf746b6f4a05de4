"""What staff do in conversations, and what time does: messages leave, promises fall due."""

from collections.abc import Mapping

from contracts.codes import DisclosureClass
from kernel.auth.principal import Kind
from kernel.decision import NOTHING, Decision
from kernel.errors import Invalid, NotFound
from kernel.service import CommandHandler, TimerHandler
from kernel.work import Work
from services.notifications import commands
from services.notifications.decisions import promises, replies, threads
from services.notifications.decisions.categories import CHOSEN, MEANING, referred
from services.notifications.decisions.limits import UNDO
from services.notifications.decisions.replies import seen
from services.notifications.decisions.wording import plain
from services.notifications.handlers import drafts, references
from services.notifications.handlers import threads as families
from services.notifications.handlers.drafts import NO_THREAD, forgetting_draft
from services.notifications.handlers.threads import around, tasks_of
from services.notifications.model import (
    Child,
    Lane,
    Message,
    MessageKind,
    MessageState,
    Side,
    Thread,
)
from services.notifications.queries.thread_access import is_open_to, reads_lane
from services.notifications.repository import CHILDREN, PROMISES, THREAD_MESSAGES, THREADS, messages_of


def start_thread(command: commands.StartThread, work: Work) -> Decision:
    """Staff write first, in a lane of theirs, to an adult of the child. Whether it reaches them the rules decide."""
    child = work.known(CHILDREN, command.child)
    if child is None or not reads_lane(work.actor, MEANING[command.category].lane, command.clinic, child):
        raise NotFound("no-such-child")
    if command.category not in CHOSEN:
        raise Invalid("category", {"category": ["not-a-choice"]})
    if command.person not in child.adults:
        raise Invalid("person", {"person": ["not-an-adult-of-the-child"]})
    kind = referred(command.category, command.reference)
    references.check(kind, child.id, command.reference, command.person, work)
    thread = families.new_thread(
        command.category, child, command.clinic, command.person, command.reference, work
    )
    message = _from_staff(thread, command.words, MessageKind.WORDS, False, work)
    decided = threads.written(thread, message, 0, around(work, thread, child), work.new_id, work.now)
    return forgetting_draft(decided, None, work)


def write_reply(command: commands.WriteReply, work: Work) -> Decision:
    """An answer, or guidance, to this guardian alone."""
    child, thread = _open(work, command.child, command.thread)
    seen(thread, command.revision)
    if command.coach and thread.lane is Lane.DESK:
        raise Invalid("coach", {"coach": ["not-here"]})
    kind = MessageKind.COACH if command.coach else MessageKind.WORDS
    message = _from_staff(thread, command.words, kind, command.detail, work)
    count = len(messages_of(work, thread.id))
    decided = threads.written(thread, message, count, around(work, thread, child), work.new_id, work.now)
    return forgetting_draft(decided, thread.id, work)


def acknowledge_thread(command: commands.AcknowledgeThread, work: Work) -> Decision:
    """Seen by a human."""
    _child, thread = _open(work, command.child, command.thread)
    return replies.acknowledged(thread, work.actor.person, work.now)


def redirect_message(command: commands.RedirectMessage, work: Work) -> Decision:
    """Not for a child's record."""
    _child, thread = _open(work, command.child, command.thread)
    seen(thread, command.revision)
    message = work.known(THREAD_MESSAGES, command.message)
    if message is None or message.thread != thread.id:
        raise NotFound("no-such-message")
    notice = replies.redirecting(thread, work.new_id(), work.actor.person, command.template, work.now)
    return replies.redirected(thread, message, command.template, notice, tasks_of(work, thread), work.now)


def close_thread(command: commands.CloseThread, work: Work) -> Decision:
    """Done with."""
    _child, thread = _open(work, command.child, command.thread)
    seen(thread, command.revision)
    return replies.closed(thread, command.reason, work.actor.person, tasks_of(work, thread), work.now)


def reopen_thread(command: commands.ReopenThread, work: Work) -> Decision:
    """Not done with after all."""
    _child, thread = _open(work, command.child, command.thread)
    seen(thread, command.revision)
    return replies.reopened(thread, work.actor.person, work.now)


def mark_read(command: commands.MarkRead, work: Work) -> Decision:
    """By whoever of the two sides asks."""
    if work.actor.kind is Kind.GUARDIAN:
        return families.mark_read(command, work)
    _child, thread = _open(work, command.child, command.thread)
    return threads.read(thread, Side.STAFF, work.now)


def set_promises(command: commands.SetPromises, work: Work) -> Decision:
    """The next version; the route checked that the asker administers this clinic."""
    known = work.known(PROMISES, command.clinic) or promises.default_promises(command.clinic)
    return promises.set_promises(known, promises.changed(known, command))


def on_message_leaves(data: Mapping[str, str], work: Work) -> Decision:
    """Its minute is over and it was not taken back."""
    message = work.known(THREAD_MESSAGES, data["message"])
    if message is None or message.state is not MessageState.HELD:
        return NOTHING
    thread, child = work.load(THREADS, message.thread), work.load(CHILDREN, message.child)
    return threads.left(thread, message, around(work, thread, child), work.new_id, work.now)


def on_promise_due(data: Mapping[str, str], work: Work) -> Decision:
    """Still without an answer: a human's task."""
    thread = work.known(THREADS, data["thread"])
    if thread is None:
        return NOTHING
    child = work.load(CHILDREN, thread.child)
    return threads.overdue(thread, int(data["stage"]), child, work.new_id(), work.now)


def on_received_due(data: Mapping[str, str], work: Work) -> Decision:
    """A working day without a sign."""
    thread = work.known(THREADS, data["thread"])
    return NOTHING if thread is None else threads.received(thread, work.now)


def _open(work: Work, child_id: str, id: str) -> tuple[Child, Thread]:
    child, thread = work.known(CHILDREN, child_id), work.known(THREADS, id)
    if child is None or thread is None or thread.child != child.id or not is_open_to(work.actor, thread, child):
        raise NotFound(NO_THREAD)
    return child, thread


def _from_staff(thread: Thread, words: str, kind: MessageKind, detail: bool, work: Work) -> Message:
    return Message(
        id=work.new_id(),
        child=thread.child,
        thread=thread.id,
        side=Side.STAFF,
        author=work.actor.person,
        kind=kind,
        disclosure_class=DisclosureClass.SESSION_DETAIL if detail else thread.disclosure_class,
        words=work.seal(thread.child, plain(words)),
        written_at=work.now,
        state=MessageState.HELD,
        due=work.now + UNDO,
    )


COMMANDS: dict[type, CommandHandler] = {
    commands.OpenThread: families.open_thread,
    commands.WriteMessage: families.write_message,
    commands.TakeBack: drafts.take_back,
    commands.KeepDraft: drafts.keep_draft,
    commands.StartThread: start_thread,
    commands.WriteReply: write_reply,
    commands.AcknowledgeThread: acknowledge_thread,
    commands.RedirectMessage: redirect_message,
    commands.CloseThread: close_thread,
    commands.ReopenThread: reopen_thread,
    commands.MarkRead: mark_read,
    commands.SetPromises: set_promises,
}
TIMERS: dict[str, TimerHandler] = {
    threads.LEAVES: on_message_leaves,
    threads.PROMISE: on_promise_due,
    threads.RECEIVED: on_received_due,
}
