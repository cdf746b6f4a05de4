"""Preferences of people and boundaries of children."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow, principal
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notifications import commands
from services.notifications.decisions.wishes import Lines, Wished
from services.notifications.queries import wishes as queries
from services.notifications.routes.doors import DESK, STAFF
from services.notifications.schemas.wishes import NewBoundary, NewPreferences, Version

wishes = Blueprint("notifications-wishes", __name__, description="How routine messages are wanted")


@wishes.get("/me/preferences")
@allow(Kind.GUARDIAN)
@wishes.response(200)
def read_my_preferences() -> dict[str, Any]:
    """The asker's own."""
    return queries.preferences(reader(), principal().person)


@wishes.post("/me/preferences")
@allow(Kind.GUARDIAN)
@wishes.arguments(NewPreferences)
@wishes.response(201, Version)
def set_my_preferences(body: Wished) -> dict[str, Any]:
    """The asker's own, as a whole."""
    return run(commands.SetPreferences(person=principal().person, wished=body))


@wishes.get("/people/<string:person>/preferences")
@allow(*STAFF)
@wishes.response(200)
def read_preferences(person: str) -> dict[str, Any]:
    """What a person said."""
    return queries.preferences(reader(), person)


@wishes.post("/people/<string:person>/preferences")
@allow(*DESK)
@wishes.arguments(NewPreferences)
@wishes.response(201, Version)
def set_preferences(body: Wished, person: str) -> dict[str, Any]:
    """What a person said at the desk."""
    return run(commands.SetPreferences(person=person, wished=body))


@wishes.get("/children/<string:child>/message-boundary")
@allow(*STAFF)
@wishes.response(200)
def read_boundary(child: str) -> dict[str, Any]:
    """How is written about this child."""
    return queries.boundary(reader(), child)


@wishes.post("/children/<string:child>/message-boundary")
@allow(*STAFF)
@wishes.arguments(NewBoundary)
@wishes.response(201, Version)
def set_boundary(body: Lines, child: str) -> dict[str, Any]:
    """Hours, channels and classes of routine messages about this child, as a whole."""
    return run(commands.SetBoundary(child=child, lines=body))
