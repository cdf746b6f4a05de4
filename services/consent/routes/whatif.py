"""What would be different under other packs or another clinic policy, for the privacy officer."""

from typing import Any

from kernel.auth.principal import Role
from kernel.web.access import allow, principal
from kernel.web.body import Blueprint
from kernel.web.node import reader
from services.consent.queries.whatif import answered, candidate, tried
from services.consent.schemas import whatif as schemas

whatif = Blueprint("what-if", __name__, description="The recorded history, decided again under another policy")


@whatif.post("/what-if")
@allow(Role.PRIVACY_OFFICER)
@whatif.arguments(schemas.NewTrial)
@whatif.response(200, schemas.Trial)
def try_policy(body: dict[str, Any]) -> dict[str, Any]:
    """Which notices would newly go out, be withheld, or be for a human to decide. Changes nothing."""
    network, cursor = principal().network or "", body.pop("cursor", None)
    asked = reader()
    found = candidate(asked, network, **body)
    return answered(found, tried(asked, network, found, cursor))
