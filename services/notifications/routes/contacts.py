"""Contact points of people."""

from typing import Any

from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notifications import commands
from services.notifications.queries import staff
from services.notifications.routes.doors import DESK, STAFF
from services.notifications.schemas.contacts import ContactPointReference, NewContactPoint

contacts = Blueprint("notifications-contacts", __name__, description="Ways to people")


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
    return staff.contact_points(reader(), person)
