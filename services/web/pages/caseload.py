"""One's children in one table: who needs something first stands first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import EVERY_CLINIC, Role
from kernel.reader import Reader
from kernel.web.access import allow
from services.web import queries
from services.web.browser.identity import asker, door, reader
from services.web.browser.render import page
from services.web.browser.times import left, use_zone
from services.web.gateways import consent, notes
from services.web.pages.names import chips_of, clinic_name, clinic_zone
from services.web.queries import SEVERITY_ORDER, CaseView
from services.web.repository import ahead, lately

caseload = Blueprint("caseload", __name__)
STAFF = (Role.THERAPIST, Role.SUPERVISOR, Role.FRONT_DESK, Role.CLINIC_ADMIN)
CLINICAL = (Role.THERAPIST, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Row:
    """A child with what is on. `severity` is that of the worst open case."""

    child: dict[str, Any]
    chips: list[str]
    cases: list[CaseView]
    severity: str | None
    next_due: datetime | None
    unsigned: int
    last_note: datetime | None
    next_session: datetime | None

    @property
    def order(self) -> tuple[int, float, str]:
        """Risk, then what is due first, then the name."""
        due = self.next_due.timestamp() if self.next_due else float("inf")
        return SEVERITY_ORDER[self.severity], due, str(self.child["name"])


@caseload.get("/caseload")
@allow(*STAFF)
def show() -> Response:
    """The table, of one clinic or of all of one's own."""
    asked, clinics = door(), consent.clinics(door())
    own = sorted(clinic for clinic in asker().clinics() if clinic != EVERY_CLINIC)
    chosen = request.args.get("clinic", "")
    chosen = chosen if chosen in own else ""
    use_zone(clinic_zone(clinics, chosen or (own[0] if own else "")))
    looked_at = [chosen] if chosen else own
    found = {child["id"]: child for clinic in looked_at for child in consent.caseload(asked, clinic)}
    drafts = notes.unsigned(asked) if any(asker().has(role) for role in CLINICAL) else []
    rows = sorted(_rows(reader(), list(found.values()), drafts), key=lambda row: row.order)
    choices = [("", "All my clinics"), *((id, clinic_name(clinics, id)) for id in own)]
    overdue = sum(1 for row in rows if row.next_due is not None and left(row.next_due).is_over)
    return page("staff/caseload.html", here="caseload", rows=rows, choices=choices, chosen=chosen, overdue=overdue,
                safety=queries.sees_safety(asker()))  # fmt: skip


def _rows(read: Reader, children: list[dict[str, Any]], drafts: list[dict[str, Any]]) -> list[Row]:
    ids = [child["id"] for child in children]
    if not ids:
        return []
    cases: dict[str, list[CaseView]] = {}
    for view in queries.board(read):
        cases.setdefault(view.case.child, []).append(view)
    last, coming = {}, {}
    for item in reversed(lately(read, ids, "note")):
        last[item.child] = item.at
    for item in reversed(ahead(read, ids, "session")):
        coming[item.child] = item.at
    unsigned = [draft["child"] for draft in drafts]
    return [
        _row(child, cases.get(child["id"], []), unsigned.count(child["id"]), last.get(child["id"]),
             coming.get(child["id"]))
        for child in children
    ]  # fmt: skip


def _row(
    child: dict[str, Any], cases: list[CaseView], unsigned: int, last: datetime | None, coming: datetime | None
) -> Row:
    worst = min((view.case.severity for view in cases), key=SEVERITY_ORDER.__getitem__, default=None)
    dues = [due for view in cases if (due := queries.next_due(view)) is not None]
    return Row(child, chips_of(child), cases, worst, min(dues, default=None), unsigned, last, coming)
