"""When the child was and will be seen: no words, but attendance is a disclosure class of its own."""

from typing import Any

from contracts.codes import DisclosureClass
from kernel.clock import to_text
from kernel.reader import Reader
from services.notes.decisions.access import BOOKING
from services.notes.queries import permission
from services.notes.repository import sessions_of

ATTENDANCE = DisclosureClass.ATTENDANCE_BILLING


def sessions(reader: Reader, child_id: str) -> dict[str, Any]:
    """Newest first. Staff see those of their clinics, a guardian who may know about attendance sees all."""
    found = sessions_of(reader, child_id, _clinics(reader, child_id))
    return {
        "sessions": [
            {
                "session": session.id,
                "clinic": session.clinic,
                "practitioner": session.practitioner,
                "starts_at": to_text(session.starts_at),
                "minutes": session.minutes,
                **({"cancelled": session.cancelled.reason.value} if session.cancelled else {}),
            }
            for session in found
        ]
    }


def _clinics(reader: Reader, child_id: str) -> frozenset[str]:
    if not permission.is_guardian(reader):
        _, clinics = permission.reading_reach(reader, child_id, BOOKING, ATTENDANCE, "list-sessions")
        return clinics
    child = permission.guardian_child(reader, child_id)
    if not permission.ask(reader, child, ATTENDANCE, reader.principal.person).permits:
        permission.refuse(reader, child, "list-sessions", "no-such-child")
    return frozenset(team.clinic for team in child.teams)
