"""For whom of the staff a conversation exists: its lane in its clinic, and whoever reviews it for safety.

Billing and logistics are the front desk's and never a clinician's; all else is the care team's and never the desk's.
"""

from kernel.auth.principal import Kind, Principal, Role
from services.notifications.model import Child, Lane, Thread
from services.notifications.queries.access import responsible_for

DESK_ROLES = (Role.FRONT_DESK, Role.CLINIC_ADMIN)


def is_open_to(staff: Principal, thread: Thread, child: Child) -> bool:
    """They may read it; of a conversation that has not begun nobody but its author knows."""
    if not _is_fit(staff, thread, child) or not (thread.begun or thread.opened_by == staff.person):
        return False
    return reads_lane(staff, thread.lane, thread.clinic, child) or _reviews(staff, thread)


def reads_lane(staff: Principal, lane: Lane, clinic: str, child: Child) -> bool:
    """What they read in this clinic whatever it says."""
    if staff.kind is not Kind.STAFF or staff.network != child.network or staff.person in child.adults:
        return False
    if lane is Lane.DESK:
        return clinic in child.clinics and any(staff.has(role, clinic) for role in DESK_ROLES)
    team = {person for one in child.teams if one.clinic == clinic for person in one.persons}
    return clinic in child.clinics and (staff.person in team or staff.has(Role.SUPERVISOR, clinic))


def reads_any_lane(staff: Principal, child: Child) -> bool:
    """They read something that is said about this child, in one of its clinics."""
    return any(reads_lane(staff, lane, clinic, child) for lane in Lane for clinic in sorted(child.clinics))


def _reviews(staff: Principal, thread: Thread) -> bool:
    if not thread.reviews:
        return False
    named = (staff.person, *responsible_for(staff))
    return any(one in thread.reviewers for one in named) or staff.has(Role.SUPERVISOR, thread.clinic)


def _is_fit(staff: Principal, thread: Thread, child: Child) -> bool:
    inside = staff.kind is Kind.STAFF and staff.network == thread.network
    return inside and staff.person not in child.adults and staff.person not in thread.about
