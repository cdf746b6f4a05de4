"""Contact points of people: as staff keep them, and as their owners do."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.errors import Invalid, NotFound
from kernel.web.access import allow, principal
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notifications import commands
from services.notifications.handlers.points import CHANGES
from services.notifications.messages.links import check_digest
from services.notifications.queries import contacts as queries
from services.notifications.routes.doors import DESK, STAFF, live
from services.notifications.schemas.contacts import CheckSent, ContactPointReference, NewContactPoint, OwnContactPoint
from services.notifications.schemas.factors import Digits
from services.notifications.schemas.fields import Empty

contacts = Blueprint("notifications-contacts", __name__, description="Ways to people")
OWN = "/me/contact-points/<string:contact_point>"


@contacts.post("/people/<string:person>/contact-points")
@allow(*DESK)
@contacts.arguments(NewContactPoint)
@contacts.response(201, ContactPointReference)
def add_contact_point(body: dict[str, Any], person: str) -> dict[str, Any]:
    """An address of exactly this person; 422 when it is somebody else's."""
    return run(commands.AddContactPoint(person=person, **body))


@contacts.get("/people/<string:person>/contact-points")
@allow(*STAFF)
@contacts.response(200)
def list_contact_points(person: str) -> dict[str, Any]:
    """Masked."""
    return queries.of_person(reader(), person)


@contacts.post("/people/<string:person>/contact-points/<string:contact_point>/<string:what>")
@allow(*DESK)
@contacts.arguments(Empty)
@contacts.response(201, ContactPointReference)
def change_contact_point(body: dict[str, Any], person: str, contact_point: str, what: str) -> dict[str, Any]:
    """`restrict`, `lift`, `verify` (somebody known in person) or `retire`."""
    if what not in CHANGES:
        raise NotFound("no-such-act")
    return run(commands.ChangeContactPoint(person=person, contact_point=contact_point, what=what))


@contacts.get("/me/contact-points")
@allow(Kind.GUARDIAN)
@contacts.response(200)
def list_own() -> dict[str, Any]:
    """The asker's own, masked."""
    return queries.mine(reader())


@contacts.post("/me/contact-points")
@allow(Kind.GUARDIAN)
@contacts.arguments(OwnContactPoint)
@contacts.response(201, ContactPointReference)
def claim_contact_point(body: dict[str, Any]) -> dict[str, Any]:
    """One of the asker's own; it counts once its code is typed."""
    return run(commands.ClaimContactPoint(person=principal().person, **body))


@contacts.post(f"{OWN}/codes")
@allow(Kind.GUARDIAN)
@contacts.arguments(Empty)
@contacts.response(201, CheckSent)
def send_check(body: dict[str, Any], contact_point: str) -> dict[str, Any]:
    """A code to it; none within a minute of the one before."""
    return run(commands.SendCheck(person=principal().person, contact_point=contact_point, live=live()))


@contacts.post(f"{OWN}/verifications")
@allow(Kind.GUARDIAN)
@contacts.arguments(Digits)
@contacts.response(201, ContactPointReference)
def prove_contact_point(body: dict[str, str], contact_point: str) -> dict[str, Any]:
    """Its code. A wrong one is counted before it is refused."""
    person = principal().person
    digest = check_digest(reader(), contact_point, person, body["code"])
    reply = run(commands.ProveContactPoint(person=person, contact_point=contact_point, code_digest=digest))
    if not reply["verified"]:
        raise Invalid("wrong-code", {"code": ["wrong"]})
    return reply


@contacts.post(f"{OWN}/removal")
@allow(Kind.GUARDIAN)
@contacts.arguments(Empty)
@contacts.response(201, ContactPointReference)
def remove_contact_point(body: dict[str, Any], contact_point: str) -> dict[str, Any]:
    """At once while it is new, else after the time in which its owner can object; 409 for the last one."""
    return run(commands.RemoveContactPoint(person=principal().person, contact_point=contact_point))
