"""How far each guardian is drawn into the work."""

from typing import Any

from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.goals import commands
from services.goals.queries import involvement as kept
from services.goals.routes.doors import CHILD, CLINICAL, EITHER
from services.goals.schemas import involvement as schemas

involvement = Blueprint("involvement", __name__, description="How far each guardian is drawn in")
INVOLVEMENT = f"{CHILD}/involvement"


@involvement.get(INVOLVEMENT)
@allow(*EITHER)
@involvement.response(200, schemas.InvolvementAnswer)
def read_involvement(child: str) -> dict[str, Any]:
    """Levels with their history for staff; for a guardian what is open to them."""
    return kept.involvement(reader(), child)


@involvement.put(f"{INVOLVEMENT}/<string:person>")
@allow(*CLINICAL)
@involvement.arguments(schemas.NewInvolvement)
@involvement.response(200, schemas.InvolvementReference)
def set_involvement(body: dict[str, Any], child: str, person: str) -> dict[str, Any]:
    """Another level, with a reason and a day to look at it again."""
    return run(commands.SetInvolvement(child=child, person=person, **body))
