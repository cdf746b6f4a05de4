"""One clinic's burst does not stand before another clinic's safety, and routine never before either."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.codes import MessageClass
from contracts.consent import ChildRegistered
from kernel.auth.principal import Role
from services.notifications.model import Notice
from tests.component.notifications_family import NORTH, decided, staff
from tests.component.notifications_world import World, notifications

BUSY, SMALL, LATER = "clinic-busy", "clinic-small", "clinic-later"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        for clinic in (BUSY, SMALL, LATER):
            made.hear(
                ChildRegistered(
                    child=f"child-{clinic}", network=NORTH, clinic=clinic, jurisdiction="us-co",
                    care_team=("therapist-1",), adults=(f"mother-{clinic}",),
                )
            )  # fmt: skip
            desk = staff("desk-1", Role.FRONT_DESK, clinic)
            body = {"channel": "email", "address": f"{clinic}@family.example", "verified": True}
            assert made.post_as(desk, f"/people/mother-{clinic}/contact-points", body).status_code == 201
        yield made


def told(world: World, clinic: str, number: int, message_class: MessageClass = MessageClass.SAFETY) -> None:
    event = decided(at=world.clock.now(), disclosure=f"d-{clinic}-{number}", item=f"i-{clinic}-{number}")
    mother = replace(event.adults[0], person=f"mother-{clinic}")
    routine = message_class is not MessageClass.SAFETY
    world.hear(
        replace(
            event, child=f"child-{clinic}", clinic=clinic, adults=(mother,), message_class=message_class,
            severity=None if routine else event.severity,
        )
    )  # fmt: skip


def wave(world: World) -> list[Notice]:
    return world.sender._due()


def test_a_burst_of_one_clinic_leaves_the_others_their_place_in_the_very_next_wave(world: World) -> None:
    for number in range(60):
        told(world, BUSY, number)
    told(world, SMALL, 0)
    told(world, LATER, 0)
    first = [notice.clinic for notice in wave(world)]
    assert (len(first), first.count(SMALL), first.count(LATER)) == (16, 1, 1)
    assert set(first[:3]) == {BUSY, SMALL, LATER}


def test_the_one_that_waits_is_served_wherever_the_turn_stands(world: World) -> None:
    for number in range(40):
        told(world, BUSY, number)
        told(world, LATER, number)
    for _ in range(3):
        assert world.sender.run_once() == 16
    told(world, SMALL, 0)
    assert SMALL in [notice.clinic for notice in wave(world)][:3]


def test_routine_of_a_clinic_that_has_had_little_waits_for_the_safety_of_one_that_had_much(world: World) -> None:
    told(world, SMALL, 0, MessageClass.UPDATE)
    for number in range(40):
        told(world, BUSY, number)
    for left in (40, 24, 8):
        assert {notice.lane for notice in wave(world)} == {0}
        assert world.sender.run_once() == min(left, 16)
    assert [notice.clinic for notice in wave(world)] == [SMALL]


def test_the_whole_queue_is_sent_once(world: World) -> None:
    for number in range(40):
        told(world, BUSY, number)
    told(world, SMALL, 0)
    world.settle("sender")
    assert len(world.post.letters) == 41
