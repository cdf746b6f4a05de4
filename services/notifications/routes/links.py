"""What a link may do, and the code that proves who opened it."""

from typing import Any

from kernel.auth.derived import authenticator_digest, recovery_digest
from kernel.auth.principal import Kind
from kernel.errors import Invalid, TooMany
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notifications import commands
from services.notifications.decisions.limits import TRIES_PAUSE_SECONDS
from services.notifications.messages.links import code_digest
from services.notifications.model import Pointer, Way
from services.notifications.queries import adults
from services.notifications.routes.doors import live, origin
from services.notifications.schemas.fields import State
from services.notifications.schemas.links import CodeSent, Identity, Mac, PointerAnswer, Shown, Typed, TypedRecovery

links = Blueprint("notifications-links", __name__, description="Links and codes")


@links.get("/pointers/<string:pointer>")
@allow(Kind.SERVICE)
@links.arguments(Mac, location="query")
@links.response(200, PointerAnswer)
def pointer_state(query: dict[str, str], pointer: str) -> dict[str, Any]:
    """What a link may still do. However often it is asked, nothing changes: mail scanners open links."""
    return adults.pointer_state(reader(), pointer, query["mac"], live(), origin())


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
    """Who is behind the link, by a code that was sent. A wrong one is counted before it is refused."""
    found = adults.pointer_of(reader(), pointer, body["mac"])
    return _proved(found, Way.MESSAGE, code_digest(reader(), found, body["code"]))


@links.post("/pointers/<string:pointer>/authenticator-proofs")
@allow(Kind.SERVICE)
@links.arguments(Typed)
@links.response(201, Identity)
def prove_by_authenticator(body: dict[str, str], pointer: str) -> dict[str, Any]:
    """The same by a code of their app."""
    found = adults.pointer_of(reader(), pointer, body["mac"])
    return _proved(found, Way.AUTHENTICATOR, authenticator_digest(reader(), found.person, body["code"]))


@links.post("/pointers/<string:pointer>/recovery-proofs")
@allow(Kind.SERVICE)
@links.arguments(TypedRecovery)
@links.response(201, Identity)
def prove_by_recovery_code(body: dict[str, str], pointer: str) -> dict[str, Any]:
    """The same by a code of their strip, or by the one that staff told them."""
    found = adults.pointer_of(reader(), pointer, body["mac"])
    return _proved(found, Way.RECOVERY_CODE, recovery_digest(reader(), found.person, body["code"]))


@links.post("/pointers/<string:pointer>/passkey-proofs")
@allow(Kind.SERVICE)
@links.arguments(Shown)
@links.response(201, Identity)
def prove_by_passkey(body: dict[str, str], pointer: str) -> dict[str, Any]:
    """The same by a passkey of the person whose link it is."""
    found = adults.pointer_of(reader(), pointer, body["mac"])
    command = commands.ProvePasskey(child=found.child, pointer=pointer, credential=body["credential"], origin=origin())
    return _judged(run(command), "credential")


def _proved(pointer: Pointer, way: Way, digest: str) -> dict[str, Any]:
    command = commands.ProveCode(child=pointer.child, pointer=pointer.id, way=way, code_digest=digest)
    return _judged(run(command), "code")


def _judged(reply: dict[str, Any], field: str) -> dict[str, Any]:
    if reply["proved"]:
        return reply
    if reply["rests"]:
        raise TooMany("too-many-tries", TRIES_PAUSE_SECONDS)
    raise Invalid(f"wrong-{field}", {field: ["wrong"]})


@links.post("/pointers/<string:pointer>/renewals")
@allow(Kind.SERVICE)
@links.arguments(Mac)
@links.response(202, State)
def renew_pointer(body: dict[str, str], pointer: str) -> dict[str, Any]:
    """A fresh link for a used or expired one, to the same person over the same channel."""
    found = adults.pointer_of(reader(), pointer, body["mac"])
    return run(commands.RenewPointer(child=found.child, pointer=pointer))
