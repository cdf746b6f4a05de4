"""The ledger of one disclosure on paper: why each adult was told or not, and everything that was done about it."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import Role
from kernel.errors import NotFound
from kernel.web.access import allow
from services.web import queries
from services.web.browser.identity import asker, door, reader
from services.web.browser.render import page
from services.web.gateways import consent, notifications
from services.web.gateways.door import Answer
from services.web.pages.child import opened
from services.web.pages.names import clinic_name, names

ledger_pages = Blueprint("ledger", __name__)
READERS = (Role.THERAPIST, Role.SUPERVISOR, Role.CLINIC_ADMIN)


@ledger_pages.get("/children/<id:child>/cases/<id:case>/ledger")
@allow(*READERS)
def show(child: str, case: str) -> Response:
    """Filtered for its reader by its owner: administration reads no reasons. Printing it is recorded."""
    printing = request.args.get("print") == "1"
    _card, about = opened(child)
    view = queries.case(reader(), child, case)
    if view.case.disclosure is None:
        raise NotFound("no-such-disclosure")
    asked = door()
    ledger = notifications.ledger(asked, child, view.case.disclosure, printing)
    with_reasons = "policy" in ledger
    why = _why(consent.disclosure(asked, child, view.case.disclosure)) if with_reasons else {}
    return page(
        "staff/ledger.html",
        here="board",
        about=about,
        case=view.case,
        ledger=ledger,
        with_reasons=with_reasons,
        why=why,
        clinic=clinic_name(consent.clinics(asked), view.case.clinic),
        name=replace(names(asked, _people(ledger)), me=""),  # on paper nobody is "you"
        printed_by=consent.people(asked, [asker().person]).get(asker().person, {}).get("name", asker().person),
        printing=printing,
    )


def _why(decided: Answer) -> dict[str, list[str]]:
    return {adult["person"]: adult["why"] for adult in decided["adults"]}


def _people(ledger: Answer) -> set[str | None]:
    found: set[str | None] = {adult["person"] for adult in ledger["adults"]}
    for offer in ledger.get("hand_overs", []):
        found |= {offer["by"], offer["to"]}
    for task in ledger.get("tasks", []):
        found |= {*task["assignees"], task["done_by"]}
    ladder: dict[str, Any] = ledger.get("ladder") or {}
    return found | {ladder.get("ended_by"), (ladder.get("hold") or {}).get("released_by")}
