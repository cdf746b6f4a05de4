"""Safety concerns: raised, read, closed."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notes import commands
from services.notes.queries import concerns as kept
from services.notes.routes.doors import CHILD, CLINICAL, CONCERN
from services.notes.schemas import concerns as schemas

concerns = Blueprint("concerns", __name__, description="Safety concerns")


@concerns.post(f"{CHILD}/concerns")
@allow(*CLINICAL)
@concerns.arguments(schemas.NewClinicConcern)
@concerns.response(201, schemas.ConcernReference)
def raise_concern(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Raise a concern without a note."""
    return run(commands.RaiseConcern(child=child, **body))


@concerns.get(f"{CHILD}/concerns")
@allow(*CLINICAL)
@concerns.response(200, schemas.Concerns)
def list_concerns(child: str) -> dict[str, Any]:
    """Concerns without their words."""
    return kept.concerns(reader(), child)


@concerns.get(CONCERN)
@allow(*CLINICAL)
@concerns.response(200, schemas.ConcernText)
def read_concern(child: str, concern: str) -> dict[str, Any]:
    """A concern with its words."""
    return kept.concern(reader(), child, concern)


@concerns.get(f"{CONCERN}/wording")
@allow(*CLINICAL, Kind.GUARDIAN)
@concerns.arguments(schemas.ThroughDisclosure, location="query")
@concerns.response(200, schemas.Wording)
def read_wording(query: dict[str, Any], child: str, concern: str) -> dict[str, Any]:
    """The words as an adult reads them; guardians name the disclosure that entitles them."""
    return kept.wording(reader(), child, concern, query["disclosure"])


@concerns.post(f"{CONCERN}/closure")
@allow(*CLINICAL)
@concerns.arguments(schemas.NewClosure)
@concerns.response(200, schemas.ConcernReference)
def close_concern(body: dict[str, Any], child: str, concern: str) -> dict[str, Any]:
    """Say that a concern is dealt with."""
    return run(commands.CloseConcern(child=child, concern=concern, **body))
