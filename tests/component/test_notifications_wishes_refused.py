"""Wishes, boundaries and rules that cannot be: refused with the field named, nothing changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.notifications.repository import BOUNDARIES, POLICIES, PREFERENCES
from tests.component.notifications_family import THERAPIST, settled_family
from tests.component.notifications_wishes import BOUNDARY, MOTHER, set_routine
from tests.component.notifications_world import World, notifications


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        settled_family(made)
        yield made


PREFERENCE_FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"language": "xx"}, "language"),
    ({"language": "en\r\nBcc: x"}, "language"),
    ({"channels": ["pigeon"]}, "channels"),
    ({"channels": ["voice"]}, "channels"),
    ({"channels": ["sms", "sms"]}, "channels"),
    ({"channels": ["sms"] * 50}, "channels"),
    ({"classes": {"safety": "never"}}, "classes"),
    ({"classes": {"update": "perhaps"}}, "classes"),
    ({"classes": []}, "classes"),
    ({"quiet": {"from": "25:00", "until": "07:00", "zone": "UTC"}}, "quiet.from"),
    ({"quiet": {"from": "21:00", "until": "21:00", "zone": "UTC"}}, "quiet.until"),
    ({"quiet": {"from": "21:00", "until": "07:00", "zone": "Mars/Olympus"}}, "quiet.zone"),
    ({"quiet": {"from": "21:00", "until": "07:00", "zone": "../../etc/passwd"}}, "quiet.zone"),
    ({"digest_at": "5 pm"}, "digest_at"),
    ({"digest_at": "17:60"}, "digest_at"),
    ({"snoozed_until": "2026-03-04"}, "snoozed_until"),
    ({"snoozed_until": "2027-03-04T00:00:00Z"}, "snoozed_until"),
    ({"colour": "red"}, "colour"),
]


@pytest.mark.parametrize(("body", "field"), PREFERENCE_FAULTS)
def test_a_wish_that_cannot_be_is_refused_with_its_field_named(world: World, body: dict[str, Any], field: str) -> None:
    answer = world.post_as(MOTHER, "/me/preferences", body)
    assert answer.status_code == 422
    assert any(name == field or name.startswith(f"{field}.") for name in answer.json()["errors"])
    assert world.all(PREFERENCES) == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"closed": ["safety"]}, "closed"),
        ({"closed": ["update", "update"]}, "closed"),
        ({"channels": ["in-person"]}, "channels"),
        ({"hours": {"from": "16:00", "until": "16:00", "zone": "UTC"}}, "hours"),
        ({"hours": {"from": "16:00"}}, "hours"),
    ],
)
def test_a_boundary_that_cannot_be_is_refused_with_its_field_named(
    world: World, body: dict[str, Any], field: str
) -> None:
    answer = world.post_as(THERAPIST, BOUNDARY, body)
    assert answer.status_code == 422
    assert {name.partition(".")[0] for name in answer.json()["errors"]} == {field}
    assert world.all(BOUNDARIES) == []


@pytest.mark.parametrize(
    "routine",
    [
        {"daily_cap": -1},
        {"daily_cap": 51},
        {"daily_cap": "3"},
        {"digest_at": "25:00"},
        {"quiet_from": "21:00"},
        {"quiet_from": "21:00", "quiet_until": "21:00"},
        {"quiet_from": "21:00", "quiet_until": "07:00", "zone": "Mars/Olympus"},
    ],
)
def test_a_clinics_rule_that_cannot_be_is_refused_with_its_field_named(world: World, routine: dict[str, Any]) -> None:
    answer = set_routine(world, **routine)
    assert answer.status_code == 422
    assert {name.partition(".")[0] for name in answer.json()["errors"]} == {"routine"}
    assert world.all(POLICIES) == []
