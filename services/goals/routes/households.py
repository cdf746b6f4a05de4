"""The homes of a child."""

from typing import Any

from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.goals import commands
from services.goals.queries import households as kept
from services.goals.routes.doors import CHILD, CLINICAL
from services.goals.schemas import households as schemas

households = Blueprint("households", __name__, description="The homes of a child, for staff")
HOUSEHOLDS = f"{CHILD}/households"


@households.get(HOUSEHOLDS)
@allow(*CLINICAL)
@households.response(200, schemas.Households)
def list_households(child: str) -> dict[str, Any]:
    """Who lives where."""
    return kept.households(reader(), child)


@households.post(HOUSEHOLDS)
@allow(*CLINICAL)
@households.arguments(schemas.HouseholdChange)
@households.response(201, schemas.HouseholdReference)
def add_household(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Another home."""
    return run(commands.SetHousehold(child=child, household=None, **body))


@households.put(f"{HOUSEHOLDS}/<string:household>")
@allow(*CLINICAL)
@households.arguments(schemas.HouseholdChange)
@households.response(200, schemas.HouseholdReference)
def change_household(body: dict[str, Any], child: str, household: str) -> dict[str, Any]:
    """Who lives there now."""
    return run(commands.SetHousehold(child=child, household=household, **body))
