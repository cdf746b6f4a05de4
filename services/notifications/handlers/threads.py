"""What guardians do in conversations. Consent is asked at every act; words are looked at as they come."""

from datetime import datetime

from contracts.codes import DisclosureClass
from kernel.chance import derived_id
from kernel.decision import NOTHING, Decision
from kernel.errors import Invalid, NotFound
from kernel.work import Work
from services.notifications.commands import MarkRead, OpenThread, WriteMessage
from services.notifications.decisions import threads
from services.notifications.decisions.categories import CHOSEN, MEANING, referred
from services.notifications.decisions.limits import UNDO
from services.notifications.decisions.merging import merged
from services.notifications.decisions.promises import default_promises, promised, working_day_later
from services.notifications.decisions.safety_words import alarm
from services.notifications.decisions.threads import Around
from services.notifications.decisions.wording import plain
from services.notifications.gateways import Clinic, clinic_of, verdict_of
from services.notifications.handlers import references
from services.notifications.handlers.drafts import NO_THREAD, child_around, forgetting_draft, knows
from services.notifications.model import (
    Category,
    Child,
    Disclosure,
    Message,
    MessageKind,
    MessageState,
    Side,
    Task,
    Thread,
    ThreadState,
)
from services.notifications.repository import (
    CHILDREN,
    PER_CHILD_MAX,
    PROMISES,
    TASKS,
    THREAD_MESSAGES,
    THREADS,
    messages_of,
    threads_of,
)
from services.notifications.talk import lexicon

OURS = "notifications"  # the owner of what a message's own disclosure is about


def open_thread(command: OpenThread, work: Work) -> Decision:
    """Begun by a guardian, about something that they may know of."""
    child = child_around(work, command.child)
    # Before anything is looked at: whoever may not know that the child is in care learns it from no refusal.
    if command.clinic not in child.clinics or not knows(work, child, DisclosureClass.FACT_OF_TREATMENT):
        raise NotFound("no-such-child")
    if command.category not in CHOSEN:
        raise Invalid("category", {"category": ["not-a-choice"]})
    if not knows(work, child, MEANING[command.category].disclosure_class):
        raise Invalid("category", {"category": ["not-for-you"]})
    kind = referred(command.category, command.reference)
    references.check(kind, child.id, command.reference, work.actor.person, work)
    thread = new_thread(command.category, child, command.clinic, work.actor.person, command.reference, work)
    clinic = clinic_of(work.call, command.clinic)
    message = from_guardian(thread, command.words, clinic, work, held=True)
    mine = threads_of(work, child.id, work.actor.person)
    still_open = sum(one.state is ThreadState.OPEN for one in mine)
    near = around(work, thread, child, clinic.on_call)
    return forgetting_draft(threads.opened(thread, message, still_open, near, work.new_id, work.now), None, work)


def write_message(command: WriteMessage, work: Work) -> Decision:
    """Gone on with by the guardian it belongs to."""
    child, thread = own_thread(work, command.child, command.thread)
    clinic = clinic_of(work.call, thread.clinic)
    message = from_guardian(thread, command.words, clinic, work, held=True)
    count, near = len(messages_of(work, thread.id)), around(work, thread, child, clinic.on_call)
    decided = threads.written(thread, message, count, near, work.new_id, work.now)
    return forgetting_draft(decided, thread.id, work)


def answer_to(disclosure: Disclosure, words: str, work: Work) -> Decision:
    """Words about something disclosed begin a conversation of their own, or go on with it. They leave at once."""
    child = work.load(CHILDREN, disclosure.child)
    id = derived_id("thread", disclosure.id, work.actor.person)
    known = work.known(THREADS, id)
    thread = known or new_thread(
        Category.ANSWER, child, disclosure.clinic, work.actor.person, None, work, id, disclosure
    )
    clinic = clinic_of(work.call, thread.clinic)
    message = from_guardian(thread, words, clinic, work, held=False)
    count, near = len(messages_of(work, id)) if known else 0, around(work, thread, child, clinic.on_call)
    decided = threads.written(thread, message, count, near, work.new_id, work.now)
    return merged(decided, Decision(reply={"answer": message.id}))


def on_viewed(disclosure: Disclosure, work: Work) -> Decision:
    """A message of ours was opened through its link: the conversation is read up to now."""
    message = work.known(THREAD_MESSAGES, disclosure.item) if disclosure.item_service == OURS else None
    thread = None if message is None else work.known(THREADS, message.thread)
    if thread is None or thread.person != work.actor.person:
        return NOTHING
    return threads.read(thread, Side.FAMILY, work.now)


def mark_read(command: MarkRead, work: Work) -> Decision:
    """By the guardian; staff mark theirs in their own handler."""
    _child, thread = own_thread(work, command.child, command.thread)
    return threads.read(thread, Side.FAMILY, work.now)


def own_thread(work: Work, child_id: str, id: str) -> tuple[Child, Thread]:
    """The guardian's own, if they may still know what it is about."""
    child, thread = work.known(CHILDREN, child_id), work.known(THREADS, id)
    if child is None or thread is None or thread.child != child.id or thread.person != work.actor.person:
        raise NotFound(NO_THREAD)
    if not may_still_read(work, child, thread):
        raise NotFound(NO_THREAD)
    return child, thread


def may_still_read(work: Work, child: Child, thread: Thread) -> bool:
    """Decided anew by consent: of an answer, for what was answered."""
    if thread.disclosure is None:
        return knows(work, child, thread.disclosure_class)
    return verdict_of(work.call, child.id, thread.disclosure, thread.person, child.basis).permits


def new_thread(
    category: Category, child: Child, clinic: str, person: str, reference: str | None, work: Work,
    id: str | None = None, disclosure: Disclosure | None = None,
) -> Thread:  # fmt: skip
    """With nothing in it yet."""
    return Thread(
        id=id or work.new_id(),
        child=child.id,
        network=child.network,
        clinic=clinic,
        person=person,
        category=category,
        lane=MEANING[category].lane,
        disclosure_class=MEANING[category].disclosure_class,
        reference=reference,
        disclosure=None if disclosure is None else disclosure.id,
        about=() if disclosure is None else disclosure.about,
        opened_at=work.now,
        opened_by=work.actor.person,
    )


def from_guardian(thread: Thread, words: str, clinic: Clinic, work: Work, held: bool) -> Message:
    """The words, looked at for danger in the clear and then sealed; what may speak of it is not held for a moment."""
    text = plain(words)
    raised = alarm(lexicon(), text)
    promises = work.known(PROMISES, thread.clinic) or default_promises(thread.clinic)
    return Message(
        id=work.new_id(),
        child=thread.child,
        thread=thread.id,
        side=Side.FAMILY,
        author=work.actor.person,
        kind=MessageKind.WORDS,
        disclosure_class=thread.disclosure_class,
        words=work.seal(thread.child, text),
        written_at=work.now,
        state=MessageState.HELD,
        due=_due(work.now, held and raised is None),
        promised_at=promised(promises, clinic.zone, thread.category, work.now),
        remind_at=working_day_later(promises, clinic.zone, work.now),
        raised=None if raised is None else raised.value,
    )


def _due(now: datetime, held: bool) -> datetime:
    return now + UNDO if held else now


def around(work: Work, thread: Thread, child: Child, on_call: tuple[str, ...] = ()) -> Around:
    """What the decision about a message rests on."""
    return Around(child=child, on_call=on_call, tasks=tasks_of(work, thread))


def tasks_of(work: Work, thread: Thread) -> list[Task]:
    """What it has asked of humans; of an answer, together with those of what was answered."""
    return work.find(TASKS, {"disclosure": thread.disclosure or thread.id}, (), PER_CHILD_MAX)
