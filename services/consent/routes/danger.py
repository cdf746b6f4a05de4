"""Adults as a source of harm."""

from typing import Any

from kernel.auth.principal import Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import run
from services.consent import commands
from services.consent.routes.doors import CHILD, STAFF
from services.consent.schemas import answers, evidence

JUDGES = (Role.THERAPIST, Role.SUPERVISOR, Role.CLINIC_ADMIN)  # who can weigh an accusation; the desk records it
danger = Blueprint("danger", __name__, description="Who is a source of harm")


@danger.post(f"{CHILD}/dangers")
@allow(*STAFF)
@danger.arguments(evidence.NewDanger)
@danger.response(201, answers.DangerReference)
def flag_danger(body: dict[str, Any], child: str) -> dict[str, Any]:
    """An adult is said, or was found, to have harmed the child."""
    return run(commands.FlagDanger(child=child, **body))


@danger.post(f"{CHILD}/dangers/<string:danger>/resolution")
@allow(*JUDGES)
@danger.arguments(evidence.NewResolution)
@danger.response(200, answers.DangerReference)
def resolve_danger(body: dict[str, Any], child: str, danger: str) -> dict[str, Any]:
    """The flag was unfounded: the first asks and says why, a second person confirms."""
    return run(commands.ResolveDanger(child=child, danger=danger, **body))


@danger.post(f"{CHILD}/dangers/<string:danger>/resolution/withdrawal")
@allow(*JUDGES)
@danger.arguments(evidence.NewReason)
@danger.response(200, answers.DangerReference)
def withdraw_resolution(body: dict[str, Any], child: str, danger: str) -> dict[str, Any]:
    """A removal that waits for its second person is not to be."""
    return run(commands.WithdrawResolution(child=child, danger=danger, **body))


@danger.post(f"{CHILD}/dangers/<string:danger>/review")
@allow(*JUDGES)
@danger.arguments(evidence.NewDangerReview)
@danger.response(200, answers.DangerReference)
def review_danger(body: dict[str, Any], child: str, danger: str) -> dict[str, Any]:
    """Looked at again: the flag stands."""
    return run(commands.ReviewDanger(child=child, danger=danger, **body))
