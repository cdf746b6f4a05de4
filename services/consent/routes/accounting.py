"""What was disclosed to whom, when and on what basis."""

from typing import Any

from kernel.auth.principal import Kind, Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader
from services.consent.queries.accounting import account
from services.consent.routes.doors import CHILD
from services.consent.schemas.accounting import Account, AccountPeriod

accounting = Blueprint("accounting", __name__, description="What was disclosed to whom")


@accounting.get(f"{CHILD}/accounting")
@allow(Role.THERAPIST, Role.SUPERVISOR, Role.CLINIC_ADMIN, Role.PRIVACY_OFFICER, Kind.GUARDIAN)
@accounting.arguments(AccountPeriod, location="query")
@accounting.response(200, Account)
def account_of_disclosures(query: dict[str, Any], child: str) -> dict[str, Any]:
    """45 CFR 164.528: for staff everything, for a guardian what the rules let them know."""
    return account(reader(), child, query["since"], query["until"])
