"""The rota decides whom a concern calls: whose shift it is when it is decided, in a gap the clinic's standing list."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from tests.builders import HILL, LAKE, NORTH, InMemory, platform, staff
from tests.component.consent_world import ADMIN, THERAPIST, World, child_body, clinic_body

SUPERVISOR = staff("supervisor-1", Role.SUPERVISOR)
ROTA = f"/clinics/{HILL}/rota"
BOTH_PARENTS = {
    "clinic": HILL, "kind": "abuse-physical", "severity": "serious", "about": ["father", "mother"],
    "child_told": "told", "wording": "Canary: what she said",
}  # fmt: skip


@pytest.fixture
def town(tmp_path: Path) -> Iterator[InMemory]:
    with platform(tmp_path, ("consent", "notes", "goals", "notifications")) as made:
        consent = World(made).settled()
        consent.done("/clinics", ADMIN, clinic_body(on_call=["olaf"]))
        for person in ("nils", "nora", "father"):
            body = {"person": person, "network": NORTH, "name": person, "language": "en", "zone": "UTC"}
            consent.done("/people", ADMIN, body)
        consent.done("/children", ADMIN, child_body(agency=None))
        made.settle()
        yield made


def wall(town: InMemory, hours: float) -> str:
    """So many hours from now on the clinic's clock, which is seven hours behind."""
    return (town.clock.now() + timedelta(hours=hours - 7)).strftime("%Y-%m-%dT%H:%M")


def entered(town: InMemory, person: str, begins: float, ends: float, who: Any = SUPERVISOR) -> Any:
    body = {"person": person, "starts": wall(town, begins), "ends": wall(town, ends)}
    return town.post("consent", f"{ROTA}/shifts", who, body)


def called(town: InMemory) -> list[str]:
    """Whom a concern calls that is raised now."""
    answer = town.post("notes", "/children/c1/concerns", THERAPIST, BOTH_PARENTS)
    assert answer.status_code == 201, answer.text
    town.settle()
    tasks = town.get("notifications", "/tasks", THERAPIST).json()["tasks"]
    newest = max(tasks, key=lambda task: (task["opened_at"], task["task"]))
    return [person for person in newest["assignees"] if person != THERAPIST.person]


def test_whose_shift_it_is_is_called_and_in_a_gap_the_standing_list(town: InMemory) -> None:
    assert called(town) == ["olaf"]
    assert entered(town, "nils", 0, 8).status_code == 201
    assert entered(town, "nora", 8, 16).status_code == 201
    assert called(town) == ["nils"]
    assert town.get("consent", "/on-call", THERAPIST, clinic=HILL).json() == {"persons": ["nils"]}
    town.clock.advance(timedelta(hours=9))
    assert called(town) == ["nora"]
    town.clock.advance(timedelta(hours=9))
    assert called(town) == ["olaf"]
    assert town.get("consent", "/on-call", THERAPIST, clinic=HILL).json() == {"persons": ["olaf"]}


def test_whoever_is_on_shift_and_of_the_family_is_passed_over(town: InMemory) -> None:
    assert entered(town, "father", 0, 8).status_code == 201
    assert called(town) == ["olaf"]


def test_the_page_of_the_clinic_shows_shifts_gaps_and_who_is_on_call_now(town: InMemory) -> None:
    entered(town, "nils", 0, 8)
    entered(town, "nora", 10, 16)
    rota = town.get("consent", ROTA, THERAPIST).json()
    assert (rota["now"], rota["standing"], rota["zone"]) == (["nils"], ["olaf"], "America/Denver")
    assert [item["person"] for item in rota["shifts"]] == ["nils", "nora"]
    first, last = rota["gaps"]
    assert (first["since"], first["until"]) == (rota["shifts"][0]["until"], rota["shifts"][1]["since"])
    assert last["since"] == rota["shifts"][1]["until"]


def test_a_shift_that_is_taken_off_the_plan_calls_nobody(town: InMemory) -> None:
    shift = entered(town, "nils", 0, 8).json()["shift"]
    assert town.post("consent", f"{ROTA}/shifts/{shift}/end", SUPERVISOR, {}).status_code == 200
    assert called(town) == ["olaf"]
    assert town.post("consent", f"{ROTA}/shifts/{shift}/end", SUPERVISOR, {}).status_code in (404, 409)


@pytest.mark.parametrize(
    "who",
    [
        staff("supervisor-9", Role.SUPERVISOR, clinic=LAKE),
        staff("supervisor-9", Role.SUPERVISOR, network="network-south"),
    ],
)
def test_the_rota_is_for_those_who_answer_for_the_clinic(town: InMemory, who: Any) -> None:
    assert entered(town, "nils", 0, 8, who).status_code == 404
    assert town.get("consent", ROTA, who).status_code == 404
    assert entered(town, "nils", 0, 8, THERAPIST).status_code == 403
    assert town.get("consent", ROTA, THERAPIST).json()["shifts"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"person": "stranger"}, "person"),
        ({"starts": "2026-03-08T02:30"}, "starts"),
        ({"ends": "2026-03-01T00:00"}, "ends"),
        ({"starts": "tomorrow at eight"}, "starts"),
        ({"starts": None}, "starts"),
    ],
)
def test_a_shift_that_cannot_be_is_refused_by_its_field_and_changes_nothing(
    town: InMemory, change: dict[str, Any], field: str
) -> None:
    body = {"person": "nils", "starts": wall(town, 0), "ends": wall(town, 8), **change}
    answer = town.post("consent", f"{ROTA}/shifts", SUPERVISOR, body)
    assert (answer.status_code, field in answer.json()["errors"]) == (422, True), answer.text
    assert town.get("consent", ROTA, THERAPIST).json()["shifts"] == []
