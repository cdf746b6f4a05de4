"""Invitations into a session: all of them for staff, one's own for a guardian while the rules let them know of it."""

from typing import Any

from contracts.codes import DisclosureClass
from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.reader import Reader
from services.notes.decisions.access import BOOKING, CLINICAL, reach
from services.notes.model.invitation import GUIDES, Invitation
from services.notes.model.session import Session
from services.notes.queries import permission
from services.notes.repository import INVITATIONS, SESSIONS, invitations_of, invitations_to

ATTENDANCE = DisclosureClass.ATTENDANCE_BILLING
ABSENT = "no-such-invitation"


def invitations(reader: Reader, child_id: str, session: str) -> dict[str, Any]:
    """Everybody asked into this session; what the child says of it only for whoever treats or supervises."""
    child, clinics = permission.reading_reach(reader, child_id, BOOKING, ATTENDANCE, "list-invitations")
    found = reader.load(SESSIONS, session)
    if found.child != child.id or found.clinic not in clinics:
        raise NotFound("no-such-session")
    clinical = found.clinic in reach(child, reader.principal, CLINICAL)
    rows = [_for_staff(reader, item, clinical) for item in invitations_to(reader, session)]
    reader.shown(child.id, "list-invitations", session=session)
    return {"invitations": sorted(rows, key=lambda row: str(row["proposed_at"]))}


def own(reader: Reader, child_id: str) -> dict[str, Any]:
    """What this guardian is asked into and may still answer."""
    _require_attendance(reader, child_id)
    found = [item for item in invitations_of(reader, child_id, reader.principal.person) if item.told]
    sessions = reader.many(SESSIONS, sorted({item.session for item in found}))
    coming = [item for item in found if sessions[item.session].starts_at > reader.now]
    return {"invitations": [_for_guardian(item, sessions[item.session]) for item in coming]}


def one(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """One invitation, for the guardian it is addressed to."""
    _require_attendance(reader, child_id)
    found = reader.known(INVITATIONS, id)
    if found is None or (found.child, found.person) != (child_id, reader.principal.person) or not found.told:
        raise NotFound(ABSENT)
    seen = _for_guardian(found, reader.load(SESSIONS, found.session))
    reader.shown(child_id, "read-invitation", invitation=found.id)
    return seen


def _require_attendance(reader: Reader, child_id: str) -> None:
    child = permission.guardian_child(reader, child_id, ABSENT)
    if not permission.ask(reader, child, ATTENDANCE, reader.principal.person).permits:
        permission.refuse(reader, child, "read-invitation", ABSENT)


def _for_guardian(item: Invitation, session: Session) -> dict[str, Any]:
    return {
        "invitation": item.id,
        "session": session.id,
        "clinic": item.clinic,
        "purpose": item.purpose.value,
        "guide": list(GUIDES[item.purpose]),
        "state": item.state.value,
        "starts_at": to_text(session.starts_at),
        "minutes": session.minutes,
    }


def _for_staff(reader: Reader, item: Invitation, clinical: bool) -> dict[str, Any]:
    row = {
        "invitation": item.id,
        "person": item.person,
        "purpose": item.purpose.value,
        "state": item.state.value,
        "proposed_by": item.proposed_by,
        "proposed_at": to_text(item.proposed_at),
        "answered_at": to_text(item.answered_at) if item.answered_at else None,
        "approved_by": item.approval.by if item.approval else None,
    }
    if not clinical or item.approval is None:
        return row
    despite = item.approval.despite
    words = reader.open(item.child, despite) if despite else None
    return {**row, "child_says": item.approval.child_says.value, "despite": words}
