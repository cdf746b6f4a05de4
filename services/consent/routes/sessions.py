"""Sessions in which several children sat together."""

from typing import Any

from kernel.auth.principal import Kind, Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.consent import commands
from services.consent.queries.sessions import shared_decision
from services.consent.routes.doors import CHILD
from services.consent.schemas import sessions as schemas

sessions = Blueprint("sessions", __name__, description="Sessions in which several children sat together")


@sessions.post(f"{CHILD}/shared-sessions")
@allow(Role.THERAPIST, Role.SUPERVISOR)
@sessions.arguments(schemas.NewSharedSession)
@sessions.response(201, schemas.SharedSessionReference)
def share_session(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Brothers and sisters were there too."""
    return run(commands.ShareSession(child=child, **body))


@sessions.get(f"{CHILD}/shared-sessions/<string:session>/decision")
@allow(Kind.STAFF, Kind.SERVICE)
@sessions.arguments(schemas.SharedQuestion, location="query")
@sessions.response(200, schemas.SharedDecision)
def decide_shared(query: dict[str, Any], child: str, session: str) -> dict[str, Any]:
    """May this adult know it? Only where each child's rules say yes."""
    return shared_decision(reader(), child, session, query["disclosure_class"], query["person"])
