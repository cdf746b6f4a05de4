"""Adults as a source of harm."""

from typing import Any

from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import run
from services.consent import commands
from services.consent.routes.doors import CHILD, STAFF
from services.consent.schemas import answers, evidence

danger = Blueprint("danger", __name__, description="Who is a source of harm")


@danger.post(f"{CHILD}/dangers")
@allow(*STAFF)
@danger.arguments(evidence.NewDanger)
@danger.response(201, answers.DangerReference)
def flag_danger(body: dict[str, Any], child: str) -> dict[str, Any]:
    """An adult is said, or was found, to have harmed the child."""
    return run(commands.FlagDanger(child=child, **body))


@danger.post(f"{CHILD}/dangers/<string:danger>/resolution")
@allow(*STAFF)
@danger.response(200, answers.DangerReference)
def resolve_danger(child: str, danger: str) -> dict[str, Any]:
    """The flag was unfounded: the first asks, a second person confirms."""
    return run(commands.ResolveDanger(child=child, danger=danger))
