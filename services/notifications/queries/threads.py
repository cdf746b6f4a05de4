"""Conversations as their guardian reads them: each decided again now, what may not be known leaves no gap."""

from typing import Any

from contracts.codes import DisclosureClass
from kernel.clock import to_text
from kernel.errors import Gone, NotFound
from kernel.reader import Reader
from services.notifications.decisions.categories import CHOSEN
from services.notifications.decisions.promises import default_promises, is_open, opens_at, promised
from services.notifications.gateways import class_verdict, clinic_of, verdict_of
from services.notifications.model import (
    Child,
    CrisisLine,
    Draft,
    Message,
    MessageState,
    Promises,
    Side,
    Thread,
)
from services.notifications.repository import (
    ANSWERS,
    CHILDREN,
    DRAFTS,
    PER_CHILD_MAX,
    PROMISES,
    THREAD_MESSAGES,
    draft_id,
    messages_of,
    threads_of,
)
from services.notifications.repository import THREADS as KIND
from services.notifications.talk import crisis_line

NO_THREAD = "no-such-conversation"


def of_guardian(reader: Reader, child_id: str) -> dict[str, Any]:
    """The asker's conversations about one child, newest first, without words."""
    child = _around(reader, child_id)
    if child is None:
        return {"threads": []}  # as for whoever may not know that the child is in care
    mine = [one for one in threads_of(reader, child.id, reader.principal.person) if _may_read(reader, child, one)]
    return {"threads": [card(one) for one in mine]}


def one_of_guardian(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """One conversation with its words."""
    child, thread = _around(reader, child_id), reader.known(KIND, id)
    own = thread is not None and thread.child == child_id and thread.person == reader.principal.person
    if child is None or thread is None or not own or not _may_read(reader, child, thread):
        raise NotFound(NO_THREAD)
    return whole(reader, thread, Side.FAMILY, _permitted(reader, child, messages_of(reader, id)))


def of_message(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """In which conversation a message stands that a link has led to."""
    child, message = _around(reader, child_id), reader.known(THREAD_MESSAGES, id)
    thread = None if message is None else reader.known(KIND, message.thread)
    if child is None or thread is None or thread.child != child.id or thread.person != reader.principal.person:
        raise NotFound(NO_THREAD)
    if not _may_read(reader, child, thread):
        raise NotFound(NO_THREAD)
    return {"thread": thread.id}


def asking(reader: Reader, child_id: str) -> dict[str, Any]:
    """What somebody must see before they write: where, about what, by when it is answered, whom to call meanwhile."""
    child = _around(reader, child_id)
    if child is None or not _knows(reader, child, DisclosureClass.FACT_OF_TREATMENT):
        raise NotFound("no-such-child")
    draft = reader.known(DRAFTS, draft_id(child.id, reader.principal.person, None))
    return {
        "clinics": [_clinic(reader, id) for id in sorted(child.clinics)],
        "categories": [category.value for category in CHOSEN],
        "draft": None if draft is None else typed(reader, draft),
    }


def promises_of(reader: Reader, clinic: str) -> Promises:
    """As they hold now."""
    return reader.known(PROMISES, clinic) or default_promises(clinic)


def crisis_of(promises: Promises, jurisdiction: str) -> dict[str, str] | None:
    """The clinic's own line, else the country's."""
    line: CrisisLine | None = promises.crisis or crisis_line(jurisdiction)
    if line is None:
        return None
    return {name: getattr(line, name) for name in ("name", "call", "text", "source", "checked_on")}


def card(thread: Thread) -> dict[str, Any]:
    """A conversation without words, as both sides see it."""
    return {
        "thread": thread.id,
        "child": thread.child,
        "clinic": thread.clinic,
        "person": thread.person,
        "category": thread.category.value,
        "lane": thread.lane.value,
        "reference": thread.reference,
        "disclosure": thread.disclosure,
        "state": thread.state.value,
        "opened_at": to_text(thread.opened_at),
        "promised_at": to_text(thread.promised_at) if thread.promised_at else None,
        "acknowledged_at": to_text(thread.acknowledged_at) if thread.acknowledged_at else None,
        "acknowledged_by": thread.acknowledged_by,
        "closed_reason": thread.closed_reason,
    }


def whole(reader: Reader, thread: Thread, side: Side, messages: list[Message]) -> dict[str, Any]:
    """With its words as this side may see them, the earlier answers before them, and the asker's draft."""
    clinic, promises = clinic_of(reader.dispatcher.call, thread.clinic), promises_of(reader, thread.clinic)
    draft = reader.known(DRAFTS, draft_id(thread.child, reader.principal.person, thread.id))
    reader.shown(thread.child, "read-conversation", thread=thread.id)
    seen = [one for one in messages if one.state is not MessageState.HELD or one.side is side]
    return {
        **card(thread),
        "messages": [*_earlier(reader, thread), *(told(reader, thread, one) for one in seen)],
        "draft": None if draft is None else typed(reader, draft),
        "is_open": is_open(promises, clinic.zone, reader.now),
        "opens_at": to_text(opens_at(promises, clinic.zone, reader.now)),
        "crisis": crisis_of(promises, clinic.jurisdiction),
    }


def told(reader: Reader, thread: Thread, message: Message) -> dict[str, Any]:
    """One message; without words when they were purged or the child's key is gone."""
    read_at = thread.read_by_staff_at if message.side is Side.FAMILY else thread.read_by_family_at
    return {
        "message": message.id,
        "side": message.side.value,
        "author": message.author,
        "kind": message.kind.value,
        "state": message.state.value,
        "words": opened(reader, message.child, message.words),
        "template": message.template,
        "written_at": to_text(message.written_at),
        "leaves_at": to_text(message.due) if message.state is MessageState.HELD else None,
        "read": read_at is not None and message.state is not MessageState.HELD and read_at >= message.due,
        "raised": message.raised is not None,
    }


def opened(reader: Reader, child: str, sealed: Any) -> str | None:
    """The words, None when nobody can read them any more."""
    if sealed is None:
        return None
    try:
        return reader.open(child, sealed)
    except Gone:
        return None


def typed(reader: Reader, draft: Draft) -> dict[str, Any]:
    """What was typed and not sent."""
    return {
        "category": draft.category,
        "reference": draft.reference,
        "words": opened(reader, draft.child, draft.words) or "",
        "kept_at": to_text(draft.kept_at),
    }


def _around(reader: Reader, id: str) -> Child | None:
    """A child around whom the asking guardian is known."""
    child, asker = reader.known(CHILDREN, id), reader.principal
    known = child is not None and child.network == asker.network and child.knows(asker.person)
    return child if known else None


def _earlier(reader: Reader, thread: Thread) -> list[dict[str, Any]]:
    """Answers from before there were conversations: kept where they are, read here as its first messages."""
    if thread.disclosure is None:
        return []
    found = reader.find(ANSWERS, {"disclosure": thread.disclosure}, ("at",), PER_CHILD_MAX)
    mine = [answer for answer in found if answer.person == thread.person]
    return [
        {
            "message": answer.id, "side": "family", "author": answer.person, "kind": "words", "state": "sent",
            "words": opened(reader, answer.child, answer.words), "template": None, "written_at": to_text(answer.at),
            "leaves_at": None, "read": thread.read_by_staff_at is not None, "raised": False,
        }
        for answer in mine
    ]  # fmt: skip


def _clinic(reader: Reader, id: str) -> dict[str, Any]:
    clinic, promises = clinic_of(reader.dispatcher.call, id), promises_of(reader, id)
    return {
        "clinic": id,
        "name": clinic.name,
        "zone": clinic.zone,
        "is_open": is_open(promises, clinic.zone, reader.now),
        "opens_at": to_text(opens_at(promises, clinic.zone, reader.now)),
        "openings": [{"weekday": one.weekday, "from": one.start, "until": one.end} for one in promises.openings],
        "promised": {one.value: to_text(promised(promises, clinic.zone, one, reader.now)) for one in CHOSEN},
        "billing_contact": promises.billing_contact,
        "crisis": crisis_of(promises, clinic.jurisdiction),
    }


def _permitted(reader: Reader, child: Child, messages: list[Message]) -> list[Message]:
    """What tells of a session only for those who may know session detail now."""
    detail = any(one.disclosure_class is DisclosureClass.SESSION_DETAIL for one in messages)
    if not detail or _knows(reader, child, DisclosureClass.SESSION_DETAIL):
        return messages
    return [one for one in messages if one.disclosure_class is not DisclosureClass.SESSION_DETAIL]


def _may_read(reader: Reader, child: Child, thread: Thread) -> bool:
    if thread.disclosure is None:
        return _knows(reader, child, thread.disclosure_class)
    call = reader.dispatcher.call
    return verdict_of(call, child.id, thread.disclosure, thread.person, child.basis).permits


def _knows(reader: Reader, child: Child, disclosure_class: DisclosureClass) -> bool:
    person, call = reader.principal.person, reader.dispatcher.call
    return class_verdict(call, child.id, disclosure_class, person, child.basis).permits
