"""A child with two parents known to the notifications service, and what consent decides about them."""

from dataclasses import replace
from typing import Any

from contracts.codes import (
    BasisChange,
    ConcernKind,
    DisclosureClass,
    MessageClass,
    Outcome,
    Severity,
)
from contracts.consent import AdultDecision, BasisChanged, ChildRegistered, DisclosureDecided
from kernel.auth.principal import SYSTEM, Kind, Principal, Role
from services.notifications.model import Notice, NoticeKind
from services.notifications.repository import NOTICES
from tests.component.notifications_world import CODE, World, link_in

NORTH, HILL, CHILD, DISCLOSURE = "network-north", "clinic-hill", "child-1", "disclosure-1"
WEB = SYSTEM("web")
MAIL = {"mother": "mother@family.example", "father": "father@elsewhere.example"}
PHONE = {"mother": "+15550100", "father": "+15550200"}
PATH = f"/children/{CHILD}/disclosures/{DISCLOSURE}"


def staff(person: str, role: Role, clinic: str = HILL, network: str = NORTH) -> Principal:
    return Principal(person, Kind.STAFF, network, frozenset({(clinic, str(role))}), via="web")


def guardian(person: str, network: str = NORTH) -> Principal:
    return Principal(person, Kind.GUARDIAN, network, via="web")


DESK = staff("desk-1", Role.FRONT_DESK)
THERAPIST = staff("therapist-1", Role.THERAPIST)


def add_point(world: World, person: str, channel: str, address: str, **more: Any) -> Any:
    body = {"channel": channel, "address": address, "verified": True, **more}
    return world.post_as(DESK, f"/people/{person}/contact-points", body)


def settled_family(world: World, *channels: str) -> None:
    """Both parents with these channels (default: e-mail and telephone)."""
    world.hear(
        ChildRegistered(
            child=CHILD, network=NORTH, clinic=HILL, jurisdiction="us-co", care_team=("therapist-1",),
            adults=("mother", "father"),
        )
    )  # fmt: skip
    for channel in channels or ("email", "sms"):
        for person, address in (MAIL if channel == "email" else PHONE).items():
            assert add_point(world, person, channel, address).status_code == 201


def decided(**changes: Any) -> DisclosureDecided:
    event = DisclosureDecided(
        child=CHILD,
        disclosure=DISCLOSURE,
        network=NORTH,
        clinic=HILL,
        item_service="notes",
        item="concern-1",
        disclosure_class=DisclosureClass.SAFETY_CONCERN,
        message_class=MessageClass.SAFETY,
        concern_kind=ConcernKind.SELF_HARM,
        severity=Severity.SERIOUS,
        raised_by="therapist-1",
        adults=tuple(
            AdultDecision(person=person, outcome=outcome, obligations=(), rules=("rule",))
            for person, outcome in (("mother", Outcome.PERMIT), ("father", Outcome.WITHHOLD))
        ),
        duties=(),
        on_call=("oncall-1",),
        policy="policy.1",
        position=1,
        decided_at=changes.pop("at"),
    )
    return replace(event, **changes)


def disclosed(world: World, **changes: Any) -> None:
    """Mother is permitted, father withheld."""
    world.consent.withheld.add("father")
    world.hear(decided(at=world.clock.now(), **changes))


def basis_changed(world: World, position: int) -> None:
    world.hear(
        BasisChanged(
            child=CHILD, change=BasisChange.RESTRICTION, code="protective-order", person="mother", position=position,
            effective_at=world.clock.now(),
        )
    )  # fmt: skip


def notices(world: World, kind: NoticeKind = NoticeKind.POINTER) -> list[Notice]:
    return sorted((item for item in world.all(NOTICES) if item.kind is kind), key=lambda item: item.created_at)


def mailed_link(world: World) -> tuple[str, str]:
    world.settle()
    return link_in(world.post.letters[-1][2])


def code_for(world: World, pointer: str, mac: str) -> str:
    answer = world.post_as(WEB, f"/pointers/{pointer}/codes", {"mac": mac})
    assert answer.status_code == 201, answer.text
    world.settle()
    found = CODE.search(world.phones.messages[-1]["text"])
    assert found is not None
    return found[0]


def proved(world: World) -> Any:
    """Mother has gone through the link and the code."""
    pointer, mac = mailed_link(world)
    code = code_for(world, pointer, mac)
    return world.post_as(WEB, f"/pointers/{pointer}/proofs", {"mac": mac, "code": code})


def second_family(world: World) -> None:
    """Another child of the same network, with one adult."""
    world.hear(
        ChildRegistered(
            child="child-2", network=NORTH, clinic=HILL, jurisdiction="us-co", care_team=("therapist-1",),
            adults=("aunt",),
        )
    )  # fmt: skip
    assert add_point(world, "aunt", "email", "aunt@family.example").status_code == 201


def told_of_child_two() -> Any:
    """What consent decided about that child."""
    event = decided(at=None)
    return replace(
        event,
        child="child-2",
        disclosure="disclosure-2",
        item="concern-2",
        adults=(replace(event.adults[0], person="aunt"),),
    )
