"""Notes and goals beside the real consent service: what its rules say is what each adult reads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from services.consent.repository import DISCLOSURES
from tests.builders import HILL, NORTH, InMemory, guardian, platform, staff

THERAPIST, DESK = staff("t1", Role.THERAPIST), staff("d1", Role.FRONT_DESK, Role.CLINIC_ADMIN)
MOTHER, FATHER, AUNT = guardian("mother"), guardian("father"), guardian("aunt")
LONG_AGO = "2020-01-01T00:00:00.000000Z"
WORDS = "She told me that she is hit at home."


def accepted(response: Any) -> dict[str, Any]:
    assert response.status_code in (200, 201), response.text
    return dict(response.json())


def parent(person: str, lives_with_child: bool) -> dict[str, Any]:
    return {
        "person": person,
        "authority": "joint-legal",
        "since": LONG_AGO,
        "until": None,
        "source": "birth-certificate",
        "verifier": "d1",
        "lives_with_child": lives_with_child,
    }


@pytest.fixture
def world(tmp_path: Path) -> Iterator[InMemory]:
    """A nine-year-old with two parents of equal rank who live apart, in the care of t1."""
    with platform(tmp_path, names=("consent", "notes", "goals")) as world:
        clinic = {
            "clinic": HILL,
            "network": NORTH,
            "jurisdiction": "US-CO",
            "zone": "America/Denver",
            "name": "Hill",
            "languages": ["en"],
            "on_call": ["s1"],
            "agency_name": "County agency",
        }
        accepted(world.post("consent", "/clinics", DESK, clinic))
        for person in ("mother", "father", "t1", "s1", "d1"):
            known = {"person": person, "network": NORTH, "name": person, "language": "en", "zone": "America/Denver"}
            accepted(world.post("consent", "/people", DESK, known))
        child = {
            "child": "c1",
            "network": NORTH,
            "clinic": HILL,
            "jurisdiction": "US-CO",
            "name": "Robin",
            "birth_day": "2017-01-10",
            "basis": "guardian",
            "confidentiality_agreement": False,
            "care_team": ["t1"],
            "adults": [parent("mother", True), parent("father", False)],
            "agency": None,
        }
        accepted(world.post("consent", "/children", DESK, child))
        world.settle()
        yield world


def disclosure_of(world: InMemory, item: str) -> str:
    """What consent decided about the item."""
    (found,) = world.platform.nodes["consent"].store.find(DISCLOSURES.collection, {"item": item})
    return str(found["_id"])


def test_mother_reads_the_concern_and_the_accused_father_finds_no_trace(world: InMemory) -> None:
    raised = {
        "clinic": HILL,
        "kind": "abuse-physical",
        "severity": "serious",
        "about": ["father"],
        "child_told": "told",
        "wording": WORDS,
    }
    concern = accepted(world.post("notes", "/children/c1/concerns", THERAPIST, raised))["concern"]
    world.settle()
    path, disclosure = f"/children/c1/concerns/{concern}/wording", disclosure_of(world, concern)
    assert accepted(world.get("notes", path, MOTHER, disclosure=disclosure))["wording"] == WORDS
    assert accepted(world.get("notes", path, THERAPIST))["wording"] == WORDS
    hidden, absent = (
        world.get("notes", path, FATHER, disclosure=disclosure),
        world.get("notes", "/children/c1/concerns/nothing/wording", FATHER, disclosure="nothing"),
    )
    assert hidden.status_code == absent.status_code == 404
    assert {**hidden.json(), "trace": ""} == {**absent.json(), "trace": ""}
    assert world.get("notes", path, MOTHER, disclosure="nothing").status_code == 404


def test_a_shared_rating_is_read_by_a_parent_until_a_court_restricts_it(world: InMemory) -> None:
    goal = {"clinic": HILL, "statement": "Sleeps alone", "levels": list("abcde"), "baseline": -2, "weight": None}
    made = accepted(world.post("goals", "/children/c1/goals", THERAPIST, goal))["goal"]
    accepted(world.post("goals", f"/children/c1/goals/{made}/agreement", THERAPIST, {}))
    rating = {"level": 1, "words": "A good week", "rater": "therapist", "share": True}
    update = accepted(world.post("goals", f"/children/c1/goals/{made}/updates", THERAPIST, rating))["update"]
    world.settle()
    path = f"/children/c1/updates/{update}"
    assert [world.get("goals", path, asker).status_code for asker in (MOTHER, FATHER, AUNT)] == [200, 200, 404]
    order = {"person": "father", "kind": "court-order", "source": "case-17", "since": LONG_AGO, "until": None}
    accepted(world.post("consent", "/children/c1/restrictions", DESK, order))
    assert [world.get("goals", path, asker).status_code for asker in (MOTHER, FATHER)] == [200, 404]
    assert world.get("goals", "/children/c1/goals", FATHER).status_code == 404


def test_the_preview_says_what_the_rules_will_say(world: InMemory) -> None:
    sections = [
        {"kind": "assessment", "text": "Mine"},
        {"kind": "plan", "text": "Ours", "visibility": "persons", "persons": ["mother", "father"]},
    ]
    draft = {"clinic": HILL, "template": "soap", "session": None, "sections": sections}
    note = accepted(world.post("notes", "/children/c1/notes", THERAPIST, draft))["note"]
    path = f"/children/c1/notes/{note}"
    promised = {who: accepted(world.get("notes", f"{path}/as/{who}", THERAPIST)) for who in ("mother", "father")}
    accepted(world.post("notes", f"{path}/signature", THERAPIST, {"revision": 1, "concern": None}))
    world.settle()
    for who, asker in (("mother", MOTHER), ("father", FATHER)):
        read = world.get("notes", path, asker)
        assert (read.status_code == 200) == promised[who]["visible"]
        if promised[who]["visible"]:
            assert read.json()["sections"] == promised[who]["note"]["sections"] == [{"title": "Plan", "text": "Ours"}]
    assert world.get("notes", path, AUNT).status_code == 404
    assert world.get("notes", f"{path}/as/aunt", THERAPIST).json()["visible"] is False
