"""Breaking the glass, and the privacy officer's view of it."""

from typing import Any

from kernel.auth.principal import Role
from kernel.web.access import allow, principal
from kernel.web.body import Blueprint
from kernel.web.node import current_node, reader, run
from services.consent.commands.glass import BreakGlass, EndAccess, ReportAttempt, ReviewAccess
from services.consent.queries import glass as queries
from services.consent.routes.doors import CHILD
from services.consent.schemas import glass as schemas

glass = Blueprint("glass", __name__, description="Reading in an emergency, and who looks at it afterwards")
CLINICIANS = (Role.THERAPIST, Role.SUPERVISOR)
ACCESS = f"{CHILD}/glass/<string:access>"


@glass.post(f"{CHILD}/glass")
@allow(*CLINICIANS)
@glass.arguments(schemas.BrokenGlass)
@glass.response(201, schemas.AccessReference)
def break_glass(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Read for a short time about a child whom one does not look after."""
    # On record before the answer, and under no key: a replay must not tell a refused try from an absent child.
    current_node().dispatcher.run(ReportAttempt(child=child), principal())
    return run(BreakGlass(child=child, **body))


@glass.post(f"{ACCESS}/end")
@allow(*CLINICIANS, Role.PRIVACY_OFFICER)
@glass.response(200, schemas.AccessReference)
def end_access(child: str, access: str) -> dict[str, Any]:
    """Given back, or taken away by the privacy officer."""
    return run(EndAccess(child=child, access=access))


@glass.post(f"{ACCESS}/review")
@allow(Role.PRIVACY_OFFICER)
@glass.arguments(schemas.NewReview)
@glass.response(200, schemas.AccessReference)
def review_access(body: dict[str, Any], child: str, access: str) -> dict[str, Any]:
    """What the privacy officer found, once it is over."""
    return run(ReviewAccess(child=child, access=access, **body))


@glass.get("/glass")
@allow(Role.PRIVACY_OFFICER)
@glass.arguments(schemas.WhichAccesses, location="query")
@glass.response(200, schemas.Accesses)
def list_accesses(query: dict[str, Any]) -> dict[str, Any]:
    """What was opened, and what was tried in vain, in the officer's network."""
    return queries.accesses(reader(), query["state"])


@glass.get(ACCESS)
@allow(Role.PRIVACY_OFFICER)
@glass.response(200, schemas.AccessInFull)
def read_access(child: str, access: str) -> dict[str, Any]:
    """One of them with its reason and with what was read."""
    return queries.access(reader(), child, access)
