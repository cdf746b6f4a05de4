"""Conversations as a guardian meets them; what both sides do to them in the same way."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow, principal
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notifications import commands
from services.notifications.queries import thread_staff
from services.notifications.queries import threads as asked
from services.notifications.routes.doors import STAFF
from services.notifications.schemas import threads as schemas
from services.notifications.schemas.fields import Empty, State

threads = Blueprint("notifications-threads", __name__, description="Conversations of one guardian with one clinic")
THREADS = "/children/<string:child>/threads"
THREAD = f"{THREADS}/<string:thread>"


@threads.get("/children/<string:child>/asking")
@allow(Kind.GUARDIAN)
@threads.response(200)
def read_asking(child: str) -> dict[str, Any]:
    """What a guardian must see before writing: clinics, categories, promises, whom to call, the draft."""
    return asked.asking(reader(), child)


@threads.post(THREADS)
@allow(Kind.GUARDIAN)
@threads.arguments(schemas.NewThread)
@threads.response(201, schemas.ThreadReference)
def open_thread(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Ask, tell or worry, about something that is named."""
    return run(commands.OpenThread(child=child, **body))


@threads.get(THREADS)
@allow(*STAFF, Kind.GUARDIAN)
@threads.response(200)
def list_threads(child: str) -> dict[str, Any]:
    """A guardian's own, or those that the asking member of staff reads; without words."""
    if principal().kind is Kind.GUARDIAN:
        return asked.of_guardian(reader(), child)
    return thread_staff.of_child(reader(), child)


@threads.get(THREAD)
@allow(*STAFF, Kind.GUARDIAN)
@threads.response(200)
def read_thread(child: str, thread: str) -> dict[str, Any]:
    """With its words, decided again now."""
    if principal().kind is Kind.GUARDIAN:
        return asked.one_of_guardian(reader(), child, thread)
    return thread_staff.one(reader(), child, thread)


@threads.get("/children/<string:child>/thread-messages/<string:message>")
@allow(Kind.GUARDIAN)
@threads.response(200, schemas.ThreadReference)
def read_message_place(child: str, message: str) -> dict[str, Any]:
    """In which conversation a message stands."""
    return asked.of_message(reader(), child, message)


@threads.post(f"{THREAD}/messages")
@allow(Kind.GUARDIAN)
@threads.arguments(schemas.NewMessage)
@threads.response(201, schemas.ThreadReference)
def write_message(body: dict[str, Any], child: str, thread: str) -> dict[str, Any]:
    """Go on."""
    return run(commands.WriteMessage(child=child, thread=thread, **body))


@threads.post(f"{THREAD}/messages/<string:message>/take-back")
@allow(*STAFF, Kind.GUARDIAN)
@threads.arguments(Empty)
@threads.response(200, State)
def take_back(body: dict[str, Any], child: str, thread: str, message: str) -> dict[str, Any]:
    """By its author, before it has left."""
    return run(commands.TakeBack(child=child, thread=thread, message=message))


@threads.post(f"{THREAD}/reads")
@allow(*STAFF, Kind.GUARDIAN)
@threads.arguments(Empty)
@threads.response(200, State)
def mark_read(body: dict[str, Any], child: str, thread: str) -> dict[str, Any]:
    """Everything up to now."""
    return run(commands.MarkRead(child=child, thread=thread))


@threads.put("/children/<string:child>/drafts")
@allow(*STAFF, Kind.GUARDIAN)
@threads.arguments(schemas.NewDraft)
@threads.response(200, State)
def keep_draft(body: dict[str, Any], child: str) -> dict[str, Any]:
    """What is typed so far, for its writer alone."""
    return run(commands.KeepDraft(child=child, **body))
