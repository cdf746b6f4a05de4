"""What the list of conversations makes of each event, and for whom of the staff a conversation is on it."""

from collections.abc import Iterable
from datetime import datetime

from contracts.notifications import ThreadChanged
from kernel.auth.principal import Kind, Principal, Role
from services.web.model.record import ChildCard
from services.web.model.talk import ThreadCard

DESK, CARE = "desk", "care"
DESK_ROLES = (Role.FRONT_DESK, Role.CLINIC_ADMIN)
TREATING = (Role.THERAPIST, Role.SUPERVISOR)
LANE = {
    "goal": CARE, "observation": CARE, "home-practice": CARE, "feedback": CARE, "concern": CARE, "logistics": DESK,
    "billing": DESK,
}  # fmt: skip
"""Which lane a category goes, as its owner decides it."""


def changed(known: ThreadCard | None, event: ThreadChanged) -> ThreadCard:
    """As it stands now; what is older than what is known changes nothing."""
    if known is not None and event.revision <= known.revision:
        return known
    return ThreadCard(
        id=event.thread,
        child=event.child,
        clinic=event.clinic,
        person=event.person,
        category=event.category,
        lane=event.lane,
        state=event.state,
        change=event.change,
        revision=event.revision,
        promised_at=event.promised_at,
        acknowledged_at=event.acknowledged_at,
        review=event.review,
        about=event.about,
        changed_at=event.changed_at,
        waits=event.promised_at is not None or event.review is not None,
    )


def may_see(asker: Principal, card: ChildCard, thread: ThreadCard) -> bool:
    """As the owner will decide again: the desk's for the desk, all else for the care team and its supervisors."""
    inside = asker.kind is Kind.STAFF and asker.network == card.network
    if not inside or asker.person in (*card.adults, *thread.about):
        return False
    if thread.lane == DESK:
        return any(asker.has(role, thread.clinic) for role in DESK_ROLES)
    return is_mine(asker, card, thread) or asker.has(Role.SUPERVISOR, thread.clinic)


def is_mine(asker: Principal, card: ChildCard, thread: ThreadCard) -> bool:
    """The asker treats the child in this clinic, or sits at its desk."""
    if thread.lane == DESK:
        return any(asker.has(role, thread.clinic) for role in DESK_ROLES)
    return any(team.clinic == thread.clinic and asker.person in team.care_team for team in card.teams)


def may_review(asker: Principal, card: ChildCard, thread: ThreadCard) -> bool:
    """Words that may speak of danger are looked at by those who treat the child, whatever the lane."""
    inside = asker.kind is Kind.STAFF and asker.network == card.network
    if not inside or asker.person in (*card.adults, *thread.about):
        return False
    team = any(one.clinic == thread.clinic and asker.person in one.care_team for one in card.teams)
    return team or asker.has(Role.SUPERVISOR, thread.clinic)


def lanes_of(asker: Principal) -> tuple[str, ...]:
    """The lanes in which somebody with these roles reads anything."""
    desk = (DESK,) if any(asker.has(role) for role in DESK_ROLES) else ()
    return ((CARE,) if any(asker.has(role) for role in TREATING) else ()) + desk


def ordered(threads: Iterable[ThreadCard]) -> list[ThreadCard]:
    """What may speak of danger first, then what was promised soonest, then the newest."""
    return sorted(threads, key=_urgency)


def _urgency(thread: ThreadCard) -> tuple[bool, bool, float]:
    moment = thread.promised_at.timestamp() if thread.promised_at else -thread.changed_at.timestamp()
    return thread.review is None, thread.promised_at is None, moment


def is_overdue(thread: ThreadCard, now: datetime) -> bool:
    """The promise is broken."""
    return thread.promised_at is not None and thread.promised_at < now
