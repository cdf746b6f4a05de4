"""Whoever is called about a concern reads that concern and its ledger, for as long as there is something to do."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from tests.builders import LAKE, InMemory, platform, staff
from tests.component.consent_world import ADMIN, OTHER_THERAPIST, THERAPIST, World, child_body, clinic_body
from tests.component.consent_world import concern as named

NAMES = ("consent", "notes", "goals", "notifications")
CALLED = staff("olaf", Role.THERAPIST, clinic=LAKE)  # works in another clinic of the network
BOTH_PARENTS = {
    "clinic": "clinic-hill", "kind": "abuse-physical", "severity": "serious", "about": ["father", "mother"],
    "child_told": "told", "wording": "Canary: what she said",
}  # fmt: skip


@pytest.fixture
def town(tmp_path: Path) -> Iterator[InMemory]:
    with platform(tmp_path, NAMES) as made:
        consent = World(made).settled()
        consent.done("/clinics", ADMIN, clinic_body(on_call=["olaf"]))
        consent.done("/children", ADMIN, child_body(agency=None))
        made.settle()
        yield made


def raised(town: InMemory) -> tuple[str, str]:
    """The concern and its disclosure."""
    answer = town.post("notes", "/children/c1/concerns", THERAPIST, BOTH_PARENTS)
    assert answer.status_code == 201, answer.text
    town.settle()
    listed = town.get("notifications", "/tasks", THERAPIST).json()["tasks"]
    return answer.json()["concern"], listed[-1]["disclosure"]


def read(town: InMemory, who: Any, concern: str, disclosure: str) -> list[int]:
    """Wording, then ledger."""
    wording = town.get("notes", f"/children/c1/concerns/{concern}/wording", who, disclosure=disclosure)
    ledger = town.get("notifications", f"/children/c1/disclosures/{disclosure}/ledger", who)
    return [wording.status_code, ledger.status_code]


def test_the_clinician_on_call_reads_the_one_concern_they_are_called_about_until_they_have_acted(
    town: InMemory,
) -> None:
    concern, disclosure = raised(town)
    assert read(town, CALLED, concern, disclosure) == [200, 200]
    assert read(town, OTHER_THERAPIST, concern, disclosure) == [200, 200]  # the same person with a role here
    assert read(town, staff("nils", Role.THERAPIST), concern, disclosure) == [404, 404]
    assert read(town, staff("olaf", Role.THERAPIST, network="network-south"), concern, disclosure) == [404, 404]
    for service, path in (
        ("notes", f"/children/c1/concerns/{concern}"),
        ("notes", f"/children/c1/concerns/{concern}/wording"),
        ("notes", "/children/c1/concerns"),
        ("notes", "/children/c1/notes"),
        ("consent", "/children/c1"),
        ("consent", f"/children/c1/disclosures/{disclosure}"),
    ):
        assert town.get(service, path, CALLED).status_code == 404
    detail = town.get("consent", "/children/c1/decision", CALLED, disclosure_class="safety-concern").json()
    about_another = f"/children/c1/disclosures/{disclosure}/decision"
    assert detail["outcome"] == "withhold"
    assert town.get("consent", about_another, CALLED, person="mother").status_code == 404
    for task in town.get("notifications", "/tasks", CALLED).json()["tasks"]:
        done = town.post("notifications", f"/children/c1/tasks/{task['task']}/done", CALLED, {"outcome": "reported"})
        assert done.status_code == 201, done.text
    assert read(town, CALLED, concern, disclosure) == [200, 404]


def test_when_the_matter_is_closed_nobody_is_on_call_for_it_any_more(town: InMemory) -> None:
    concern, disclosure = raised(town)
    closure = {"reason": "resolved", "words": "Seen to."}
    answer = town.post("notes", f"/children/c1/concerns/{concern}/closure", THERAPIST, closure)
    assert answer.status_code in (200, 201), answer.text
    town.settle()
    assert read(town, CALLED, concern, disclosure)[0] == 404


def test_whoever_is_flagged_after_being_called_reads_nothing_any_more(town: InMemory) -> None:
    concern, disclosure = raised(town)
    assert read(town, CALLED, concern, disclosure)[0] == 200
    World(town).hear(named(concern="concern-9", about=("olaf",)))
    assert read(town, CALLED, concern, disclosure)[0] == 404
