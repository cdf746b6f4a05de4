"""Conversations as staff read them: each in its own lane, with the revision that a reply must name."""

from typing import Any

from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.reader import Reader
from services.notifications.model import Child, Disclosure, Lane, Side
from services.notifications.queries.thread_access import is_open_to, reads_any_lane
from services.notifications.queries.threads import card, opened, promises_of, whole
from services.notifications.repository import CHILDREN, THREADS, messages_of, threads_in, threads_of

NO_THREAD = "no-such-conversation"


def of_child(reader: Reader, child_id: str) -> dict[str, Any]:
    """Those about one child that the asker reads, newest first, without words."""
    child = _child(reader, child_id)
    found = threads_in(reader, child_id, tuple(sorted(child.clinics)))
    return {"threads": [card(one) for one in found if is_open_to(reader.principal, one, child)]}


def one(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """One conversation with its words."""
    child, thread = reader.known(CHILDREN, child_id), reader.known(THREADS, id)
    fits = thread is not None and child is not None and thread.child == child.id
    if thread is None or child is None or not fits or not is_open_to(reader.principal, thread, child):
        raise NotFound(NO_THREAD)
    return {
        **whole(reader, thread, Side.STAFF, messages_of(reader, id)),
        "revision": thread.revision,
        "waiting_since": to_text(thread.waiting_since) if thread.waiting_since else None,
        "reviews": list(thread.reviews),
        "may_coach": thread.lane is Lane.CARE,
    }


def answers_in_threads(reader: Reader, disclosure: Disclosure, person: str) -> list[dict[str, Any]]:
    """What an adult wrote back about a disclosure, for its ledger."""
    found = [one for one in threads_of(reader, disclosure.child, person) if one.disclosure == disclosure.id]
    written = [message for thread in found for message in messages_of(reader, thread.id)]
    return [
        {"at": to_text(one.written_at), "words": opened(reader, one.child, one.words)}
        for one in written
        if one.side is Side.FAMILY
    ]


def promises(reader: Reader, clinic: str) -> dict[str, Any]:
    """What a clinic promises; the route checked that the asker works there."""
    found = promises_of(reader, clinic)
    return {
        "clinic": found.id,
        "promises": found.code,
        "openings": [{"weekday": item.weekday, "from": item.start, "until": item.end} for item in found.openings],
        "holidays": list(found.holidays),
        "reply_hours": dict(found.reply_hours),
        "billing_contact": found.billing_contact,
        "crisis": None if found.crisis is None else {
            name: getattr(found.crisis, name) for name in ("name", "call", "text", "source", "checked_on")
        },
    }  # fmt: skip


def _child(reader: Reader, id: str) -> Child:
    child = reader.known(CHILDREN, id)
    if child is None or not reads_any_lane(reader.principal, child):
        raise NotFound("no-such-child")
    return child
