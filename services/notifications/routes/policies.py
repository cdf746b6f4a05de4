"""What a clinic decides about its messages."""

from typing import Any

from kernel.auth.principal import Role
from kernel.errors import NotFound
from kernel.web.access import allow, principal
from kernel.web.body import Blueprint
from kernel.web.node import run
from services.notifications import commands
from services.notifications.model import Rung
from services.notifications.schemas.policies import NewPolicy, PolicyReference

policies = Blueprint("notifications-policies", __name__, description="A clinic's ladders and whether it is live")


@policies.post("/clinics/<string:clinic>/policy")
@allow(Role.CLINIC_ADMIN)
@policies.arguments(NewPolicy)
@policies.response(201, PolicyReference)
def set_policy(body: dict[str, Any], clinic: str) -> dict[str, Any]:
    """A new version of the clinic's ladders; ladders that climb keep theirs."""
    if not principal().has(Role.CLINIC_ADMIN, clinic):
        raise NotFound("no-such-clinic")
    command = commands.SetClinicPolicy(
        clinic=clinic,
        live=body["live"],
        rungs=_steps(body["rungs"]),
        rungs_imminent=_steps(body["rungs_imminent"]),
        resolve_hours=body["resolve_hours"],
        resolve_hours_imminent=body["resolve_hours_imminent"],
        mail_tls=body["mail_tls"],
    )
    return run(command)


def _steps(asked: list[Rung] | None) -> tuple[Rung, ...] | None:
    return None if asked is None else tuple(asked)
