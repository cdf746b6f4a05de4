"""A conversation from the guardian's side: begun, gone on with, taken back, and what follows when a message leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from contracts.notifications import MessageSent, ThreadChanged
from kernel.decision import NOTHING, Decision, Timer
from kernel.errors import Invalid, Stale
from services.notifications.decisions import thread_tasks
from services.notifications.decisions.limits import MESSAGES_MAX, THREADS_OPEN_MAX
from services.notifications.decisions.merging import merged
from services.notifications.decisions.notices import Fresh
from services.notifications.model import (
    Category,
    Child,
    Draft,
    Message,
    MessageKind,
    MessageState,
    Side,
    Task,
    Thread,
    ThreadState,
)

LEAVES, PROMISE, RECEIVED = "message-leaves", "promise-due", "received-due"
OVERDUE_STEP = timedelta(hours=24)  # from the clinician's task to the supervisor's


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a message rests on besides itself: the child, who is on call, the thread's open tasks."""

    child: Child
    on_call: tuple[str, ...] = ()
    tasks: Sequence[Task] = ()


def opened(
    thread: Thread, message: Message, open_threads: int, around: Around, fresh: Fresh, now: datetime
) -> Decision:
    """Begun, with its first message."""
    if open_threads >= THREADS_OPEN_MAX:
        raise Invalid("too-many-conversations", {"category": ["too-many"]})
    return _placed(thread, message, around, fresh, now)


def written(thread: Thread, message: Message, count: int, around: Around, fresh: Fresh, now: datetime) -> Decision:
    """Gone on with, by either side. A message to a closed conversation opens it again when it leaves."""
    if count >= MESSAGES_MAX:
        raise Invalid("conversation-full", {"words": ["conversation-full"]})
    return _placed(thread, message, around, fresh, now)


def _placed(thread: Thread, message: Message, around: Around, fresh: Fresh, now: datetime) -> Decision:
    """Held for a minute, unless it may speak of danger or answers what was told: those leave at once."""
    thread = replace(thread, revision=thread.revision + 1)
    reply = {"thread": thread.id, "message": message.id, "state": MessageState.HELD.value,
             "raised": message.raised is not None}  # fmt: skip
    facts = {"thread": thread.id, "message": message.id}
    if message.due > now:
        timer = Timer(
            id=f"{LEAVES}:{message.id}", name=LEAVES, due=message.due,
            data={"child": thread.child, "message": message.id},
        )  # fmt: skip
        return Decision(changes=(thread, message), timers=(timer,), reply=reply, facts=facts)
    gone = left(thread, message, around, fresh, now)
    said = Decision(reply={**reply, "state": MessageState.SENT.value}, facts=facts)
    return merged(gone, said)


def left(thread: Thread, message: Message, around: Around, fresh: Fresh, now: datetime) -> Decision:
    """It is with the other side from here."""
    sent = replace(message, state=MessageState.SENT)
    if message.side is Side.STAFF:
        return _to_guardian(thread, sent, around, now)
    return _to_clinic(thread, sent, around, fresh, now)


def taken_back(thread: Thread, message: Message, draft: Draft, others: int, now: datetime) -> Decision:
    """As if it had not been written; its words are the draft again. Stale once it has left."""
    if message.state is not MessageState.HELD or now >= message.due:
        raise Stale("already-sent")
    gone: tuple[Any, ...] = (message,) if thread.begun or others else (message, thread)
    cancelled = (f"{LEAVES}:{message.id}",)
    facts = {"thread": thread.id, "message": message.id}
    return Decision(changes=(draft,), removals=gone, cancelled=cancelled, reply={"state": "taken-back"}, facts=facts)


def without_draft(decided: Decision, draft: Draft) -> Decision:
    """What was sent is no draft any more."""
    return merged(decided, Decision(removals=(draft,)))


def received(thread: Thread, now: datetime) -> Decision:
    """Nobody has acknowledged within a working day: the guardian is told that it is there all the same."""
    if not thread.is_waiting or thread.acknowledged_at is not None:
        return NOTHING
    return changed(replace(thread, acknowledged_at=now, acknowledged_by=None), "received", None, now)


def overdue(thread: Thread, stage: int, child: Child, id: str, now: datetime) -> Decision:
    """The promise is broken: a task for whoever reads it, a day later for those responsible for the clinic."""
    if not thread.is_waiting or thread.promised_at is None or thread.promised_at > now:
        return NOTHING
    task = thread_tasks.overdue(thread, child, stage, id, now)
    if stage > 1:
        return task
    return merged(task, Decision(timers=(promise_timer(thread, now + OVERDUE_STEP, stage + 1),)))


def read(thread: Thread, side: Side, now: datetime) -> Decision:
    """Read up to now. No event: the other side sees it where it looks at the conversation."""
    by_family = side is Side.FAMILY
    after = replace(thread, read_by_family_at=now) if by_family else replace(thread, read_by_staff_at=now)
    return Decision(changes=(after,), reply={"state": "read"}, facts={"thread": thread.id})


def changed(thread: Thread, change: str, by: str | None, now: datetime) -> Decision:
    """The conversation as it stands, saved and told."""
    after = replace(thread, revision=thread.revision + 1)
    event = ThreadChanged(
        child=after.child,
        thread=after.id,
        clinic=after.clinic,
        person=after.person,
        category=after.category.value,
        lane=after.lane.value,
        change=change,
        state=after.state.value,
        revision=after.revision,
        promised_at=after.promised_at,
        acknowledged_at=after.acknowledged_at,
        review=after.reviews[0] if after.reviews else None,
        about=after.about,
        changed_by=by,
        changed_at=now,
    )
    facts = {"thread": after.id, "change": change}
    return Decision(changes=(after,), events=(event,), reply={"thread": after.id, "state": change}, facts=facts)


def promise_timer(thread: Thread, due: datetime, stage: int) -> Timer:
    """When the promise, or the patience after it, is over."""
    data = {"child": thread.child, "thread": thread.id, "stage": str(stage)}
    return Timer(id=f"{PROMISE}:{thread.id}", name=PROMISE, due=due, data=data)


def settled_timers(thread: Thread) -> tuple[str, ...]:
    """What no longer needs to fire when the clinic owes nothing."""
    return f"{PROMISE}:{thread.id}", f"{RECEIVED}:{thread.id}"


def _to_clinic(thread: Thread, sent: Message, around: Around, fresh: Fresh, now: datetime) -> Decision:
    first = not thread.is_waiting
    waits = replace(
        thread,
        begun=True,
        state=ThreadState.OPEN,
        closed_reason=None,
        read_by_family_at=sent.written_at,
        waiting_since=sent.written_at if first else thread.waiting_since,
        promised_at=sent.promised_at if first else thread.promised_at,
        acknowledged_at=None if first else thread.acknowledged_at,
        acknowledged_by=None if first else thread.acknowledged_by,
    )
    parts = [Decision(changes=(sent,), timers=_timers(waits, sent) if first else ())]
    if thread.category is Category.CONCERN and first:
        parts.append(thread_tasks.concern(waits, around.child, fresh(), now))
    if sent.raised is not None:
        task, waits = thread_tasks.review(waits, sent, around.child, around.on_call, fresh(), now)
        parts.append(task)
    return merged(changed(waits, "written", sent.author, now), *parts)


def _timers(thread: Thread, sent: Message) -> tuple[Timer, ...]:
    if thread.promised_at is None or sent.remind_at is None:
        raise ValueError("a guardian's message carries what is promised about it")
    data = {"child": thread.child, "thread": thread.id}
    soon = Timer(id=f"{RECEIVED}:{thread.id}", name=RECEIVED, due=sent.remind_at, data=data)
    return promise_timer(thread, thread.promised_at, 1), soon


def _to_guardian(thread: Thread, sent: Message, around: Around, now: datetime) -> Decision:
    told = Decision(changes=(sent,), events=(message_sent(thread, sent, now),))
    thread = replace(thread, read_by_staff_at=sent.written_at)  # whoever writes has read what stands above
    if sent.kind is MessageKind.COACH:
        return merged(changed(replace(thread, begun=True), "coached", sent.author, now), told)
    return merged(answered(thread, "replied", sent.author, around.tasks, now), told)


def answered(thread: Thread, change: str, by: str, tasks: Sequence[Task], now: datetime) -> Decision:
    """The clinic owes nothing any more: its timers and tasks go, but never a safety review."""
    owes_nothing = replace(thread, begun=True, waiting_since=None, promised_at=None)
    done = thread_tasks.finished(tasks, change, by, now)
    return merged(changed(owes_nothing, change, by, now), done, Decision(cancelled=settled_timers(thread)))


def message_sent(thread: Thread, sent: Message, now: datetime) -> MessageSent:
    """For the rules: may this guardian know it."""
    return MessageSent(
        child=thread.child,
        thread=thread.id,
        message=sent.id,
        clinic=thread.clinic,
        person=thread.person,
        disclosure_class=sent.disclosure_class,
        sent_by=sent.author,
        sent_at=now,
        about=thread.about,
    )
