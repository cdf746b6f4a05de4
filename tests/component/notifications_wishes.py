"""Routine items, and how people say that they want them."""

from typing import Any

from contracts.codes import DisclosureClass, MessageClass, Outcome
from contracts.consent import AdultDecision
from kernel.auth.principal import Role
from tests.component.notifications_family import CHILD, disclosed, guardian, staff
from tests.component.notifications_world import World

MOTHER, FATHER = guardian("mother"), guardian("father")
SUPERVISOR = staff("supervisor-1", Role.SUPERVISOR)
ADMIN = staff("admin-1", Role.CLINIC_ADMIN)
BOUNDARY = f"/children/{CHILD}/message-boundary"
BOTH = tuple(
    AdultDecision(person=person, outcome=Outcome.PERMIT, obligations=(), rules=("rule",))
    for person in ("mother", "father")
)


def shared(world: World, number: int, message_class: MessageClass = MessageClass.UPDATE, **changes: Any) -> None:
    """Something routine that the mother may know of, on its road since now."""
    disclosed(
        world,
        disclosure=f"routine-{number}",
        item_service="goals",
        item=f"item-{number}",
        disclosure_class=DisclosureClass.HOME_PRACTICE,
        message_class=message_class,
        concern_kind=None,
        severity=None,
        **changes,
    )


def wish(world: World, who: Any = MOTHER, **wished: Any) -> Any:
    answer = world.post_as(who, "/me/preferences", wished)
    assert answer.status_code == 201, answer.text
    return answer.json()


def set_routine(world: World, **routine: Any) -> Any:
    body = {"live": True, "routine": {"daily_cap": 8, "digest_at": "17:00", **routine}}
    return world.post_as(ADMIN, "/clinics/clinic-hill/policy", body)
