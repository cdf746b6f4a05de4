"""Whether all that was decided was carried: the daily reports of the clinics that the reader answers for."""

from flask import Blueprint, Response

from kernel.auth.principal import Role
from kernel.web.access import allow
from services.web.browser.identity import asker, door
from services.web.browser.render import page
from services.web.browser.times import use_zone
from services.web.gateways import consent, notifications
from services.web.pages.names import clinic_name, clinic_zone, names

reconciliation_pages = Blueprint("reconciliation", __name__)


@reconciliation_pages.get("/reconciliation")
@allow(Role.SUPERVISOR, Role.CLINIC_ADMIN, Role.PRIVACY_OFFICER, Role.IT_OPERATOR)
def show() -> Response:
    """The newest first; what differs by identifiers."""
    asked = door()
    clinics = consent.clinics(asked)
    own = sorted(asker().clinics())
    use_zone(clinic_zone(clinics, own[0] if own else ""))
    reports = notifications.reconciliations(asked)
    people = {one["person"] for report in reports for one in report["differences"]}
    return page(
        "staff/reconciliation.html",
        here="reconciliation",
        reports=reports,
        clinic=lambda id: clinic_name(clinics, id),
        name=names(asked, people),
    )
