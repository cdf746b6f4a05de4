"""The least that whoever may know of the treatment is entitled to: in care or not, attendance, the next visit."""

from typing import Any

from contracts.codes import DisclosureClass
from kernel.clock import to_text
from kernel.reader import Reader
from services.notes.model.child import Child
from services.notes.model.episode import episode_id
from services.notes.model.session import CancelReason, Session
from services.notes.queries import permission
from services.notes.repository import EPISODES, sessions_of
from services.notes.settings import ATTENDANCE_SHOWN

ACTION, ABSENT = "read-in-care", "no-such-child"


def in_care(reader: Reader, child_id: str) -> dict[str, Any]:
    """These three and nothing else: no clinic, no practitioner, no reason.

    Whoever may know of the treatment but not of attendance gets what is answered of a child without a session.
    """
    child = permission.guardian_child(reader, child_id)
    me = reader.principal.person
    if not permission.ask(reader, child, DisclosureClass.FACT_OF_TREATMENT, me).permits:
        permission.refuse(reader, child, ACTION, ABSENT)
    attends = permission.ask(reader, child, DisclosureClass.ATTENDANCE_BILLING, me).permits
    clinics = frozenset(team.clinic for team in child.teams)
    found = [item for item in sessions_of(reader, child.id, clinics) if not _never_was(item)] if attends else []
    ahead = [item.starts_at for item in found if item.starts_at > reader.now and item.cancelled is None]
    past = [item for item in found if item.starts_at <= reader.now][:ATTENDANCE_SHOWN]
    reader.shown(child.id, ACTION)
    return {
        "in_care": _goes_on(reader, child, clinics),
        "attendance": [{"starts_at": to_text(item.starts_at), "took_place": item.cancelled is None} for item in past],
        "next_visit": to_text(min(ahead)) if ahead else None,
    }


def _goes_on(reader: Reader, child: Child, clinics: frozenset[str]) -> bool:
    """In at least one clinic; an episode that nobody has moved has begun."""
    found = reader.many(EPISODES, sorted(episode_id(child.id, clinic) for clinic in clinics))
    return any((known := found.get(episode_id(child.id, clinic))) is None or not known.ended for clinic in clinics)


def _never_was(session: Session) -> bool:
    return session.cancelled is not None and session.cancelled.reason is CancelReason.ENTERED_IN_ERROR
