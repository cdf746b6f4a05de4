"""A conversation from the side of staff: acknowledged, redirected, closed, opened again, reviewed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kernel.decision import NOTHING, Decision
from kernel.errors import Invalid, Stale
from services.notifications.decisions.merging import merged
from services.notifications.decisions.thread_tasks import finished
from services.notifications.decisions.threads import answered, changed, message_sent, settled_timers
from services.notifications.model import Message, MessageKind, MessageState, Side, Task, Thread, ThreadState

TEMPLATES = ("personal", "other-child", "legal", "not-here")
"""What may stand in the place of words that do not belong in a child's record; each has its sentences on the page."""
CLOSING_REASONS = ("answered", "talked", "settled", "duplicate", "not-needed")


def seen(thread: Thread, revision: int) -> None:
    """Stale when somebody has written since: two never answer at once without knowing of each other."""
    if thread.revision != revision:
        raise Stale("conversation-moved")


def acknowledged(thread: Thread, by: str, now: datetime) -> Decision:
    """Seen by a human. The promise stays."""
    if not thread.is_waiting or thread.acknowledged_by is not None:
        return Decision(reply={"thread": thread.id, "state": "acknowledged"})
    after = replace(thread, acknowledged_at=thread.acknowledged_at or now, acknowledged_by=by, read_by_staff_at=now)
    return changed(after, "acknowledged", by, now)


def redirected(
    thread: Thread, message: Message, template: str, notice: Message, tasks: Sequence[Task], now: datetime
) -> Decision:
    """Its words are gone for good, a marker stays; the guardian reads a template, and the clinic owes no answer."""
    if template not in TEMPLATES:
        raise Invalid("template", {"template": ["not-a-choice"]})
    if message.side is not Side.FAMILY or message.state is not MessageState.SENT:
        raise Stale("nothing-to-redirect")
    if thread.reviews:
        raise Stale("safety-review-open")
    purged = replace(
        message, words=None, state=MessageState.REDIRECTED, template=template, redirected_by=notice.author
    )
    told = Decision(changes=(purged, notice), events=(message_sent(thread, notice, now),))
    return merged(answered(thread, "redirected", notice.author, tasks, now), told)


def closed(thread: Thread, reason: str, by: str, tasks: Sequence[Task], now: datetime) -> Decision:
    """Nothing is owed any more; a safety review must be over first."""
    if reason not in CLOSING_REASONS:
        raise Invalid("reason", {"reason": ["not-a-choice"]})
    if thread.reviews:
        raise Stale("safety-review-open")
    if thread.state is ThreadState.CLOSED:
        raise Stale("conversation-closed")
    over = replace(thread, state=ThreadState.CLOSED, closed_reason=reason, waiting_since=None, promised_at=None)
    done = finished(tasks, reason, by, now)
    return merged(changed(over, "closed", by, now), done, Decision(cancelled=settled_timers(thread)))


def reopened(thread: Thread, by: str, now: datetime) -> Decision:
    """There is more to say."""
    if thread.state is ThreadState.OPEN:
        raise Stale("conversation-open")
    return changed(replace(thread, state=ThreadState.OPEN, closed_reason=None), "reopened", by, now)


def reviewed(thread: Thread | None, task: Task, by: str, now: datetime) -> Decision:
    """A human has looked at the words: whoever looked in for that alone looks no more."""
    if thread is None or task.id not in thread.reviews:
        return NOTHING
    left = tuple(id for id in thread.reviews if id != task.id)
    return changed(replace(thread, reviews=left, reviewers=thread.reviewers if left else ()), "reviewed", by, now)


def redirecting(thread: Thread, id: str, author: str, template: str, now: datetime) -> Message:
    """The template as a message of its own: it has no words to seal and nothing to take back."""
    return Message(
        id=id,
        child=thread.child,
        thread=thread.id,
        side=Side.STAFF,
        author=author,
        kind=MessageKind.REDIRECT,
        disclosure_class=thread.disclosure_class,
        words=None,
        written_at=now,
        state=MessageState.SENT,
        due=now,
        template=template,
    )
