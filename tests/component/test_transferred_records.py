"""What went over with a child is read where it lies: the new clinic sees it, nothing besides, and nothing sooner."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from tests.builders import HILL, LAKE, NORTH, InMemory, platform, staff
from tests.component.consent_world import ADMIN, SUPERVISOR, THERAPIST, child_body, clinic_body

EVE = staff("eve", Role.CLINIC_ADMIN, Role.SUPERVISOR, clinic=LAKE)
LARS = staff("lars", Role.THERAPIST, clinic=LAKE)
OPEN = {"kind": "data", "text": "Drew a bridge.", "visibility": "care-team", "persons": []}
OWN = {"kind": "assessment", "text": "A private thought.", "visibility": "private", "persons": []}
GOAL = {"clinic": HILL, "statement": "Sleep", "levels": ["a", "b", "c", "d", "e"], "baseline": -1, "weight": 1}


class Town:
    """Two clinics, a child of the first with one signed note and one goal."""

    def __init__(self, made: InMemory) -> None:
        self.made = made
        self.done("consent", "/clinics", ADMIN, clinic_body())
        self.done("consent", "/clinics", EVE, clinic_body(clinic=LAKE, on_call=["eve"]))
        for person in ("tess", "lars", "eve", "mother", "father"):
            named = {"person": person, "network": NORTH, "name": "A Name", "language": "en", "zone": "America/Denver"}
            self.done("consent", "/people", ADMIN, named)
        self.done("consent", "/children", ADMIN, child_body())
        made.settle()
        draft = {"clinic": HILL, "template": "dap", "session": None, "sections": [OPEN, OWN]}
        self.note = self.done("notes", "/children/c1/notes", THERAPIST, draft)["note"]
        self.done("notes", f"/children/c1/notes/{self.note}/signature", THERAPIST, {"revision": 1, "concern": None})
        self.done("goals", "/children/c1/goals", THERAPIST, GOAL)
        made.settle()

    def done(self, service: str, path: str, who: Any, body: dict[str, Any]) -> Any:
        answer = self.made.post(service, path, who, body)
        assert answer.is_success, answer.text
        return answer.json()

    def moved(self, *classes: str) -> None:
        plan = {"sender": HILL, "receiver": LAKE, "classes": list(classes), "ends_care": True}
        path = f"/children/c1/transfers/{self.done('consent', '/children/c1/transfers', ADMIN, plan)['transfer']}"
        self.done("consent", f"{path}/words", ADMIN, {"person": "mother", "agrees": True, "document": "scan-1"})
        self.made.settle()
        assert self.statuses(LARS) == [404, 404, 404]
        self.done("consent", f"{path}/acceptance", EVE, {"care_team": ["lars"]})
        self.made.settle()

    def statuses(self, who: Any) -> list[int]:
        paths = (("notes", "/children/c1/notes"), ("notes", f"/children/c1/notes/{self.note}"))
        asked = [self.made.get(service, path, who) for service, path in (*paths, ("goals", "/children/c1/goals"))]
        return [answer.status_code for answer in asked]

    def listed(self, who: Any) -> tuple[int, int]:
        """Notes and goals."""
        notes = self.made.get("notes", "/children/c1/notes", who).json()["notes"]
        return len(notes), len(self.made.get("goals", "/children/c1/goals", who).json()["goals"])


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with platform(tmp_path) as made:
        yield Town(made)


def test_the_new_team_reads_the_notes_and_goals_that_went_over_but_no_private_part(town: Town) -> None:
    town.moved("session-detail", "goals-progress")
    assert town.listed(LARS) == town.listed(EVE) == (1, 1)
    for who in (LARS, EVE):
        read = town.made.get("notes", f"/children/c1/notes/{town.note}", who)
        assert ("Drew a bridge." in read.text, "A private thought." in read.text) == (True, False)
    assert "A private thought." in town.made.get("notes", f"/children/c1/notes/{town.note}", SUPERVISOR).text


def test_what_was_not_named_stays_where_it_is(town: Town) -> None:
    town.moved("goals-progress")
    assert town.listed(LARS) == (0, 1)
    assert town.statuses(LARS) == [200, 404, 200]


@pytest.mark.parametrize(("classes", "seen"), [(("session-detail",), 0), (("session-detail", "safety-concern"), 1)])
def test_concerns_go_over_only_by_name(town: Town, classes: tuple[str, ...], seen: int) -> None:
    harm = {"clinic": HILL, "kind": "self-harm", "severity": "moderate", "about": [], "child_told": "told"}
    concern = town.done("notes", "/children/c1/concerns", THERAPIST, {**harm, "wording": "Scratches."})["concern"]
    town.moved(*classes)
    assert len(town.made.get("notes", "/children/c1/concerns", LARS).json()["concerns"]) == seen
    read = town.made.get("notes", f"/children/c1/concerns/{concern}", LARS)
    assert read.status_code == (200 if seen else 404)
    assert len(town.made.get("notes", "/children/c1/concerns", SUPERVISOR).json()["concerns"]) == 1


def test_what_went_over_is_read_and_not_written(town: Town) -> None:
    town.moved("session-detail", "goals-progress")
    addendum = {"text": "More.", "visibility": "care-team", "persons": []}
    added = town.made.post("notes", f"/children/c1/notes/{town.note}/addenda", LARS, addendum)
    assert added.status_code in (403, 404)
    theirs = {"clinic": HILL, "template": "dap", "session": None, "sections": [OPEN]}
    assert town.made.post("notes", "/children/c1/notes", LARS, theirs).status_code == 422
