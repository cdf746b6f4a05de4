"""HTTP to commands and queries. The marks open the door by role; who may touch which child is decided behind it."""

from typing import Any

from flask import current_app

from contracts.codes import Channel
from kernel.auth.principal import Kind, Role
from kernel.errors import Invalid, NotFound, TooMany
from kernel.web.access import allow, principal
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notifications import commands, schemas
from services.notifications.decisions.limits import TRIES_PAUSE_SECONDS
from services.notifications.messages.links import code_digest
from services.notifications.providers.live import live_channels
from services.notifications.queries import adults, staff

blueprint = Blueprint("notifications", __name__, description="Contact points, links, ladders and their ledger")
BLUEPRINTS = [blueprint]

DESK = (Role.FRONT_DESK, Role.CLINIC_ADMIN)
CARE = (Role.THERAPIST, Role.SUPERVISOR)
STAFF = (*CARE, *DESK)
DISCLOSURE = "/children/<string:child>/disclosures/<string:disclosure>"


@blueprint.post("/people/<string:person>/contact-points")
@allow(*DESK)
@blueprint.arguments(schemas.NewContactPoint)
@blueprint.response(201, schemas.ContactPointReference)
def add_contact_point(body: dict[str, Any], person: str) -> dict[str, Any]:
    """An address of exactly this person; 422 when it is somebody else's."""
    return run(commands.AddContactPoint(person=person, **body))


@blueprint.get("/people/<string:person>/contact-points")
@allow(*STAFF)
@blueprint.response(200)
def list_contact_points(person: str) -> dict[str, Any]:
    """Masked."""
    return staff.contact_points(reader(), person)


@blueprint.post("/clinics/<string:clinic>/policy")
@allow(Role.CLINIC_ADMIN)
@blueprint.arguments(schemas.NewPolicy)
@blueprint.response(201, schemas.PolicyReference)
def set_policy(body: dict[str, Any], clinic: str) -> dict[str, Any]:
    """A new version of the clinic's ladders; ladders that climb keep theirs."""
    if not principal().has(Role.CLINIC_ADMIN, clinic):
        raise NotFound("no-such-clinic")
    steps = {name: None if body[name] is None else tuple(body[name]) for name in ("rungs", "rungs_imminent")}
    return run(commands.SetClinicPolicy(clinic=clinic, live=body["live"], **steps))


@blueprint.get("/pointers/<string:pointer>")
@allow(Kind.SERVICE)
@blueprint.arguments(schemas.Mac, location="query")
@blueprint.response(200, schemas.PointerAnswer)
def pointer_state(query: dict[str, str], pointer: str) -> dict[str, Any]:
    """What a link may still do. However often it is asked, nothing changes: mail scanners open links."""
    return adults.pointer_state(reader(), pointer, query["mac"], _live())


@blueprint.post("/pointers/<string:pointer>/codes")
@allow(Kind.SERVICE)
@blueprint.arguments(schemas.Mac)
@blueprint.response(201, schemas.CodeSent)
def request_code(body: dict[str, str], pointer: str) -> dict[str, Any]:
    """Send a code over another channel than the link came by."""
    found = adults.pointer_of(reader(), pointer, body["mac"])
    command = commands.RequestCode(child=found.child, pointer=pointer, live=_live())
    return adults.sent_to(reader(), run(command))


@blueprint.post("/pointers/<string:pointer>/proofs")
@allow(Kind.SERVICE)
@blueprint.arguments(schemas.Typed)
@blueprint.response(201, schemas.Identity)
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


@blueprint.post("/pointers/<string:pointer>/renewals")
@allow(Kind.SERVICE)
@blueprint.arguments(schemas.Mac)
@blueprint.response(202, schemas.State)
def renew_pointer(body: dict[str, str], pointer: str) -> dict[str, Any]:
    """A fresh link for a used or expired one, to the same person over the same channel."""
    found = adults.pointer_of(reader(), pointer, body["mac"])
    return run(commands.RenewPointer(child=found.child, pointer=pointer))


@blueprint.get(f"{DISCLOSURE}/mine")
@allow(Kind.GUARDIAN)
@blueprint.response(200)
def read_mine(child: str, disclosure: str) -> dict[str, Any]:
    """The asker's own place in it."""
    return adults.mine(reader(), child, disclosure)


@blueprint.get("/children/<string:child>/inbox")
@allow(Kind.GUARDIAN)
@blueprint.response(200)
def read_inbox(child: str) -> dict[str, Any]:
    """What of this child concerns the asker, decided again now."""
    return adults.inbox(reader(), child)


@blueprint.post(f"{DISCLOSURE}/views")
@allow(Kind.GUARDIAN)
@blueprint.arguments(schemas.Empty)
@blueprint.response(201, schemas.Engaged)
def view(body: dict[str, Any], child: str, disclosure: str) -> dict[str, Any]:
    """Opened on the secure page."""
    return run(commands.ViewDisclosure(child=child, disclosure=disclosure))


@blueprint.post(f"{DISCLOSURE}/acknowledgements")
@allow(Kind.GUARDIAN)
@blueprint.arguments(schemas.Empty)
@blueprint.response(201, schemas.Engaged)
def acknowledge(body: dict[str, Any], child: str, disclosure: str) -> dict[str, Any]:
    """Read and taken on: ends the ladder."""
    return run(commands.AcknowledgeDisclosure(child=child, disclosure=disclosure))


@blueprint.post(f"{DISCLOSURE}/answers")
@allow(Kind.GUARDIAN)
@blueprint.arguments(schemas.Words)
@blueprint.response(201, schemas.Engaged)
def answer(body: dict[str, str], child: str, disclosure: str) -> dict[str, Any]:
    """Words for the team."""
    return run(commands.AnswerDisclosure(child=child, disclosure=disclosure, words=body["words"]))


@blueprint.post(f"{DISCLOSURE}/not-my-child")
@allow(Kind.GUARDIAN)
@blueprint.arguments(schemas.Empty)
@blueprint.response(201, schemas.Engaged)
def disown(body: dict[str, Any], child: str, disclosure: str) -> dict[str, Any]:
    """Freezes the asker's access and opens an incident."""
    return run(commands.DisownDisclosure(child=child, disclosure=disclosure))


@blueprint.get(f"{DISCLOSURE}/ledger")
@allow(*CARE, Role.CLINIC_ADMIN)
@blueprint.response(200)
def read_ledger(child: str, disclosure: str) -> dict[str, Any]:
    """Everything that was done about it, per adult."""
    return staff.ledger(reader(), child, disclosure)


@blueprint.post(f"{DISCLOSURE}/take-over")
@allow(*CARE, Role.CLINIC_ADMIN)
@blueprint.arguments(schemas.Empty)
@blueprint.response(201, schemas.State)
def take_over(body: dict[str, Any], child: str, disclosure: str) -> dict[str, Any]:
    """The asker is on it from here; nobody is asked further."""
    return run(commands.TakeOverDisclosure(child=child, disclosure=disclosure))


@blueprint.get("/tasks")
@allow(*STAFF, Role.PRIVACY_OFFICER)
@blueprint.response(200)
def list_tasks() -> dict[str, Any]:
    """Open tasks of the asker and of clinics they supervise."""
    return staff.tasks(reader())


@blueprint.post("/children/<string:child>/tasks/<string:task>/done")
@allow(*STAFF, Role.PRIVACY_OFFICER)
@blueprint.arguments(schemas.Outcome)
@blueprint.response(201)
def finish_task(body: dict[str, str], child: str, task: str) -> dict[str, Any]:
    """The human has acted."""
    return run(commands.FinishTask(child=child, task=task, outcome=body["outcome"], words=body["words"]))


def _live() -> tuple[Channel, ...]:
    return live_channels(current_app.extensions["alliance.settings"])
