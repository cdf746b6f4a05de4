"""What a link may do, and the code that proves who opened it."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.errors import Invalid, TooMany
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notifications import commands
from services.notifications.decisions.limits import TRIES_PAUSE_SECONDS
from services.notifications.messages.links import code_digest
from services.notifications.queries import adults
from services.notifications.routes.doors import live
from services.notifications.schemas.fields import State
from services.notifications.schemas.links import CodeSent, Identity, Mac, PointerAnswer, Typed

links = Blueprint("notifications-links", __name__, description="Links and codes")


@links.get("/pointers/<string:pointer>")
@allow(Kind.SERVICE)
@links.arguments(Mac, location="query")
@links.response(200, PointerAnswer)
def pointer_state(query: dict[str, str], pointer: str) -> dict[str, Any]:
    """What a link may still do. However often it is asked, nothing changes: mail scanners open links."""
    return adults.pointer_state(reader(), pointer, query["mac"], live())


@links.post("/pointers/<string:pointer>/codes")
@allow(Kind.SERVICE)
@links.arguments(Mac)
@links.response(201, CodeSent)
def request_code(body: dict[str, str], pointer: str) -> dict[str, Any]:
    """Send a code over another channel than the link came by."""
    found = adults.pointer_of(reader(), pointer, body["mac"])
    command = commands.RequestCode(child=found.child, pointer=pointer, live=live())
    return adults.sent_to(reader(), run(command))


@links.post("/pointers/<string:pointer>/proofs")
@allow(Kind.SERVICE)
@links.arguments(Typed)
@links.response(201, Identity)
def prove_code(body: dict[str, str], pointer: str) -> dict[str, Any]:
    """Who is behind the link. A wrong code is counted before it is refused."""
    found = adults.pointer_of(reader(), pointer, body["mac"])
    digest = code_digest(reader(), found, body["code"])
    reply = run(commands.ProveCode(child=found.child, pointer=pointer, code_digest=digest))
    if not reply["proved"] and reply["left"] == 0:
        raise TooMany("too-many-tries", TRIES_PAUSE_SECONDS)
    if not reply["proved"]:
        raise Invalid("wrong-code", {"code": ["wrong"]})
    return reply


@links.post("/pointers/<string:pointer>/renewals")
@allow(Kind.SERVICE)
@links.arguments(Mac)
@links.response(202, State)
def renew_pointer(body: dict[str, str], pointer: str) -> dict[str, Any]:
    """A fresh link for a used or expired one, to the same person over the same channel."""
    found = adults.pointer_of(reader(), pointer, body["mac"])
    return run(commands.RenewPointer(child=found.child, pointer=pointer))
