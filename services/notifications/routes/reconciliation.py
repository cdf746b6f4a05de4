"""The reports of the daily reconciliation."""

from typing import Any

from kernel.auth.principal import Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader
from services.notifications.queries import reconciliation as queries
from services.notifications.schemas.reconciliation import Reports, WhichReports

reconciliation = Blueprint(
    "notifications-reconciliation", __name__, description="Whether all that was decided was carried"
)


@reconciliation.get("/reconciliations")
@allow(Role.SUPERVISOR, Role.CLINIC_ADMIN, Role.PRIVACY_OFFICER, Role.IT_OPERATOR)
@reconciliation.arguments(WhichReports, location="query")
@reconciliation.response(200, Reports)
def list_reports(query: dict[str, Any]) -> dict[str, Any]:
    """The last reports of a clinic, or of all that the asker answers for."""
    return queries.reports(reader(), query["clinic"])
