"""When a child is seen."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notes import commands
from services.notes.queries import in_care as kept_care
from services.notes.queries import sessions as kept
from services.notes.routes.doors import BOOKING, CHILD
from services.notes.schemas import sessions as schemas

sessions = Blueprint("sessions", __name__, description="When a child is seen")


@sessions.post(f"{CHILD}/sessions")
@allow(*BOOKING)
@sessions.arguments(schemas.NewSession)
@sessions.response(201, schemas.SessionReference)
def schedule_session(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Plan a session, or enter one that took place."""
    return run(commands.ScheduleSession(child=child, **body))


@sessions.get(f"{CHILD}/sessions")
@allow(*BOOKING, Kind.GUARDIAN)
@sessions.response(200, schemas.Sessions)
def list_sessions(child: str) -> dict[str, Any]:
    """When the child was and will be seen."""
    return kept.sessions(reader(), child)


@sessions.get(f"{CHILD}/in-care")
@allow(Kind.GUARDIAN)
@sessions.response(200, schemas.InCare)
def read_in_care(child: str) -> dict[str, Any]:
    """Whether the child is in care, when it was seen, and when it will be."""
    return kept_care.in_care(reader(), child)
