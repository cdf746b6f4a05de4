"""What staff do in conversations, and what clinics promise about them."""

from typing import Any

from kernel.auth.principal import Role
from kernel.errors import NotFound
from kernel.web.access import allow, principal
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notifications import commands
from services.notifications.queries import thread_staff
from services.notifications.routes.doors import STAFF
from services.notifications.routes.threads import THREAD
from services.notifications.schemas import threads as schemas
from services.notifications.schemas.fields import Empty

replies = Blueprint("notifications-replies", __name__, description="Conversations as staff carry them on")


@replies.post("/children/<string:child>/staff-threads")
@allow(*STAFF)
@replies.arguments(schemas.NewStaffThread)
@replies.response(201, schemas.ThreadReference)
def start_thread(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Write first, to one guardian."""
    return run(commands.StartThread(child=child, **body))


@replies.post(f"{THREAD}/replies")
@allow(*STAFF)
@replies.arguments(schemas.NewReply)
@replies.response(201, schemas.ThreadReference)
def write_reply(body: dict[str, Any], child: str, thread: str) -> dict[str, Any]:
    """Answer, or coach."""
    return run(commands.WriteReply(child=child, thread=thread, **body))


@replies.post(f"{THREAD}/acknowledgement")
@allow(*STAFF)
@replies.arguments(Empty)
@replies.response(200, schemas.ThreadReference)
def acknowledge_thread(body: dict[str, Any], child: str, thread: str) -> dict[str, Any]:
    """Seen by a human."""
    return run(commands.AcknowledgeThread(child=child, thread=thread))


@replies.post(f"{THREAD}/messages/<string:message>/redirect")
@allow(*STAFF)
@replies.arguments(schemas.NewRedirect)
@replies.response(200, schemas.ThreadReference)
def redirect_message(body: dict[str, Any], child: str, thread: str, message: str) -> dict[str, Any]:
    """Its words go for good, a template stands in their place."""
    return run(commands.RedirectMessage(child=child, thread=thread, message=message, **body))


@replies.post(f"{THREAD}/closure")
@allow(*STAFF)
@replies.arguments(schemas.NewClosure)
@replies.response(200, schemas.ThreadReference)
def close_thread(body: dict[str, Any], child: str, thread: str) -> dict[str, Any]:
    """Nothing is owed any more."""
    return run(commands.CloseThread(child=child, thread=thread, **body))


@replies.post(f"{THREAD}/reopening")
@allow(*STAFF)
@replies.arguments(schemas.NewReopening)
@replies.response(200, schemas.ThreadReference)
def reopen_thread(body: dict[str, Any], child: str, thread: str) -> dict[str, Any]:
    """There is more to say."""
    return run(commands.ReopenThread(child=child, thread=thread, **body))


@replies.get("/clinics/<string:clinic>/promises")
@allow(*STAFF)
@replies.response(200)
def read_promises(clinic: str) -> dict[str, Any]:
    """When this clinic reads and answers."""
    if clinic not in principal().clinics():
        raise NotFound("no-such-clinic")
    return thread_staff.promises(reader(), clinic)


@replies.post("/clinics/<string:clinic>/promises")
@allow(Role.CLINIC_ADMIN)
@replies.arguments(schemas.NewPromises)
@replies.response(201, schemas.PromisesReference)
def set_promises(body: dict[str, Any], clinic: str) -> dict[str, Any]:
    """A new version; what was promised before stays promised."""
    if not principal().has(Role.CLINIC_ADMIN, clinic):
        raise NotFound("no-such-clinic")
    listed = {name: None if body[name] is None else tuple(body[name]) for name in ("openings", "holidays")}
    hours = {category.value: hours for category, hours in body["reply_hours"].items()}
    return run(commands.SetPromises(clinic=clinic, **{**body, **listed, "reply_hours": hours}))
