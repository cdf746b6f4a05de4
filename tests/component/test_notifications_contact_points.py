"""Addresses of persons: one owner each, kept sealed, shown masked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from services.notifications.repository import CONTACT_POINTS
from tests.component.notifications_family import (
    DESK,
    THERAPIST,
    add_point,
    guardian,
    staff,
)
from tests.component.notifications_world import World, notifications

SUPERVISOR = staff("supervisor-1", Role.SUPERVISOR)
ADMIN = staff("admin-1", Role.CLINIC_ADMIN)
HUMAN = [{"after_minutes": 0, "channel": "email"}, {"after_minutes": 2, "channel": "voice"}]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ann@Family.example", "ann@family.example"),
        ("ann@family.example", "ann+school@family.example"),
        ("ann.lee@gmail.com", "annlee+x@googlemail.com"),
    ],
)
def test_two_persons_never_share_an_address_however_it_is_spelt(world: World, first: str, second: str) -> None:
    assert add_point(world, "mother", "email", first).status_code == 201
    answer = add_point(world, "child-1", "email", second)
    assert (answer.status_code, answer.json()["errors"]) == (422, {"address": ["taken"]})
    assert len(world.all(CONTACT_POINTS)) == 1


@pytest.mark.parametrize(
    ("first", "second"), [("+1 (555) 010-0123", "+15550100123"), ("+44 (0)20 7946 0958", "+442079460958")]
)
def test_two_persons_never_share_a_telephone(world: World, first: str, second: str) -> None:
    assert add_point(world, "mother", "sms", first).status_code == 201
    assert add_point(world, "father", "sms", second).status_code == 422


def test_outside_such_mail_houses_a_dot_tells_two_people_apart(world: World) -> None:
    assert add_point(world, "mother", "email", "ann.lee@family.example").status_code == 201
    assert add_point(world, "father", "email", "annlee@family.example").status_code == 201


def test_the_same_person_entering_the_same_address_changes_that_contact_point(world: World) -> None:
    first = add_point(world, "mother", "email", "ann@family.example", verified=False).json()
    second = add_point(world, "mother", "email", "ann@family.example", verified=True).json()
    assert first["contact_point"] == second["contact_point"]
    assert [item.verified for item in world.all(CONTACT_POINTS)] == [True]


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("email", "ann@family.example\r\nBcc: all@others.example"),
        ("email", "ann@family.example\n"),
        ("email", "ann@fаmily.example"),  # a Cyrillic letter
        ("email", "ann@xn--fmily-4ve.example"),
        ("email", "Ann <ann@family.example>"),
        ("email", "ann@family"),
        ("email", "ann@@family.example"),
        ("email", "a..b@family.example"),
        ("sms", "5550100"),
        ("sms", "+1555010012345678"),
        ("sms", "+1555０100"),
        ("sms", "+999 5550 1000"),
        ("sms", "+15550100;ext=5"),
        ("email", "ann@gmai1.com"),
        ("email", "ann@rnail.com"),
        ("in-person", "the front door"),
    ],
)
def test_what_is_not_plainly_one_address_is_refused_and_never_echoed(world: World, channel: str, address: str) -> None:
    answer = add_point(world, "mother", channel, address)
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert "nn@f" not in answer.text
    assert world.all(CONTACT_POINTS) == []


@pytest.mark.parametrize(
    "change",
    [
        {"verified": "yes"},
        {"colour": "red"},
        {"address": "a" * 300},
        {"channel": "pigeon"},
        {"safe_hours": {"from": "9"}},
    ],
)
def test_a_malformed_contact_point_is_refused_with_the_field_named(world: World, change: dict[str, Any]) -> None:
    body = {"channel": "email", "address": "ann@family.example", "verified": True} | change
    answer = world.post_as(DESK, "/people/mother/contact-points", body)
    assert answer.status_code == 422
    assert next(iter(answer.json()["errors"])).partition(".")[0] == next(iter(change))


def test_addresses_are_kept_sealed_and_shown_masked(world: World) -> None:
    add_point(world, "mother", "email", "ann@family.example")
    assert "family" not in repr(world.store.find(CONTACT_POINTS.collection, {}, (), 10))
    shown = world.get("/people/mother/contact-points", DESK).json()["contact_points"]
    assert [(item["address"], item["usable"]) for item in shown] == [("a•••@f•••", True)]


def test_a_person_of_another_network_does_not_exist(world: World) -> None:
    assert add_point(world, "stranger-1", "email", "x@family.example").status_code == 404
    assert world.get("/people/stranger-1/contact-points", DESK).status_code == 404


@pytest.mark.parametrize("who", [THERAPIST, guardian("mother")])
def test_only_the_desk_enters_addresses(world: World, who: Any) -> None:
    body = {"channel": "email", "address": "ann@family.example", "verified": True}
    assert world.post_as(who, "/people/mother/contact-points", body).status_code == 403
