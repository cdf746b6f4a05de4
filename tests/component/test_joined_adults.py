"""A member of staff becomes an adult of a child after its registration: every service that keeps the adults hears."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.consent import BasisChanged, ChildRegistered
from services.goals.repository import CHILDREN as CHILDREN_OF_GOALS
from services.notes.repository import CHILDREN as CHILDREN_OF_NOTES
from services.notifications.repository import CHILDREN as CHILDREN_OF_NOTIFICATIONS
from services.web.repository import CHILD as CHILD_OF_WEB
from services.web.repository import TIMELINE
from tests.builders import HILL, platform
from tests.component.consent_world import ADMIN, SINCE, THERAPIST, World

KEPT = (
    ("goals", CHILDREN_OF_GOALS),
    ("notes", CHILDREN_OF_NOTES),
    ("notifications", CHILDREN_OF_NOTIFICATIONS),
    ("web", CHILD_OF_WEB),
)
NOTE: dict[str, Any] = {"clinic": HILL, "template": "soap", "session": None, "sections": [
    {"kind": "plan", "text": "Breathing.", "visibility": None, "persons": []},
]}  # fmt: skip
GOAL = {"clinic": HILL, "statement": "x", "levels": ["a", "b", "c", "d", "e"], "baseline": -1, "weight": 1}
AUTHORITY = {"person": "tess", "kind": "foster", "since": SINCE, "source": "placement", "verifier": "admin"}
CONSENT = {"grantor": "mother", "grantee": "tess", "classes": ["home-practice"], "verified": True, "since": SINCE}


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with platform(tmp_path) as made:
        world = World(made).settled()
        made.settle()
        yield world


def statuses(there: World) -> list[int]:
    """Of what the therapist may do for the child as staff."""
    return [
        there.made.post("notes", "/children/c1/notes", THERAPIST, NOTE).status_code,
        there.made.post("goals", "/children/c1/goals", THERAPIST, GOAL).status_code,
        there.made.get("notes", "/children/c1/notes", THERAPIST).status_code,
    ]


def cards(there: World) -> dict[str, Any]:
    """What each service keeps of the child."""
    nodes = there.made.platform.nodes
    return {name: nodes[name].store.get(kind.collection, "c1") for name, kind in KEPT}


def timeline(there: World) -> int:
    return len(there.made.platform.nodes["web"].store.find(TIMELINE.collection, {"child": "c1"}, (), 100))


@pytest.mark.parametrize(("path", "body"), [("authorities", AUTHORITY), ("consents", CONSENT)])
def test_a_therapist_who_becomes_an_adult_of_the_child_loses_its_record_everywhere(
    there: World, path: str, body: dict[str, Any]
) -> None:
    assert statuses(there) == [201, 201, 200]
    there.made.settle()
    before, lines = cards(there), timeline(there)
    there.done(f"/children/c1/{path}", ADMIN, body)
    there.made.settle()
    assert statuses(there) == [404, 404, 404]
    after = cards(there)
    assert {name: card["adults"] for name, card in after.items()} == {
        name: ["father", "mother", "tess"] for name, _ in KEPT
    }
    assert {name: card["teams"] for name, card in after.items()} == {
        name: card["teams"] for name, card in before.items()
    }
    assert timeline(there) == lines


def test_the_adults_are_told_again_only_when_somebody_joins_them(there: World) -> None:
    for person, kind in (("tess", "foster"), ("mother", "adoptive"), ("tess", "kinship")):
        there.done("/children/c1/authorities", ADMIN, {**AUTHORITY, "person": person, "kind": kind})
    there.done("/children/c1/consents", ADMIN, CONSENT)
    told = [event for event in there.events() if isinstance(event, ChildRegistered)]
    assert [event.adults for event in told] == [("father", "mother"), ("father", "mother", "tess")]
    assert told[1].care_team == told[0].care_team == ("tess",)
    assert [event.position for event in there.events() if isinstance(event, BasisChanged)] == [2, 3, 4, 5]
