"""Who stands in for whom, and where the child is placed."""

from typing import Any

from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import run
from services.consent import commands
from services.consent.routes.doors import CHILD, STAFF
from services.consent.schemas import answers
from services.consent.schemas import care as schemas

care = Blueprint("care", __name__, description="Who stands in for whom")


@care.post(f"{CHILD}/delegations")
@allow(*STAFF)
@care.arguments(schemas.NewDelegation)
@care.response(201, answers.ConsentReference)
def delegate_authority(body: dict[str, Any], child: str) -> dict[str, Any]:
    """A guardian lets a step-parent or a supporter stand in until a day; it is revoked like any consent."""
    return run(commands.DelegateAuthority(child=child, **body))


@care.post(f"{CHILD}/placements")
@allow(*STAFF)
@care.arguments(schemas.NewPlacement)
@care.response(201, schemas.PlacementReference)
def change_placement(body: dict[str, Any], child: str) -> dict[str, Any]:
    """The child has moved from some carers to others."""
    return run(commands.ChangePlacement(child=child, **body))
