"""On call for one concern: the case page opens for as long as it is open, and nothing else of the child does."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kernel.auth.principal import Role
from services.web import queries
from services.web.repository import CASE, CHILD
from tests.builders import HILL, LAKE, NORTH, staff
from tests.component.consent_world import World, concern
from tests.component.web_world import DESK, STRANGER, SUPERVISOR, THERAPIST, Browser, WebWorld, web_world

CALLED = STRANGER  # olaf: a therapist of another clinic in the same network
PARENT = staff("father", Role.THERAPIST, clinic=LAKE)
BOTH_PARENTS = {
    "clinic": HILL, "kind": "abuse-physical", "severity": "serious", "about": ["father", "mother"],
    "child_told": "told", "wording": "Canary: what she said",
}  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as world:
        clinic = {
            "clinic": HILL, "network": NORTH, "jurisdiction": "US-CO", "zone": "America/Denver", "name": "Hill",
            "languages": ["en"], "on_call": ["olaf"], "agency_name": "County child protection",
        }  # fmt: skip
        assert world.made.post("consent", "/clinics", DESK, clinic).status_code in (200, 201)
        world.made.settle()
        yield world


def raised(world: WebWorld) -> tuple[str, str]:
    """The concern and the address of its case."""
    answer = world.made.post("notes", "/children/c1/concerns", THERAPIST, BOTH_PARENTS)
    assert answer.status_code == 201, answer.text
    world.made.settle()
    id = str(answer.json()["concern"])
    return id, f"/children/c1/cases/notes:{id}"


def linked_task(browser: Browser) -> tuple[str, str]:
    """The case and the task that "My tasks" leads to."""
    found = re.search(r'href="(/children/c1/cases/[^"#]+)#task-([^"]+)"', browser.get("/tasks").text)
    assert found is not None, browser.text
    return found[1], found[2]


def test_whoever_is_on_call_opens_the_case_from_their_tasks_without_the_childs_name(world: WebWorld) -> None:
    raised(world)
    browser = world.signed_in(CALLED)
    case, _task = linked_task(browser)
    assert 'href="/children/c1"' not in browser.text
    assert browser.get(case).status_code == 200
    assert "Canary: what she said" in browser.text
    assert "the child is not named to you" in browser.text
    for withheld in ("Ada", "AQ –", 'href="/children/c1"', "Close the case"):
        assert withheld not in browser.text


def test_whoever_is_on_call_finishes_their_task_on_the_page_and_then_no_longer_sees_the_ledger(
    world: WebWorld,
) -> None:
    raised(world)
    browser = world.signed_in(CALLED)
    case, task = linked_task(browser)
    browser.get(case)
    assert browser.send(f"{case}/tasks/{task}", {"outcome": "reported", "words": ""}).status_code == 422
    done = {"outcome": "reported", "words": "Called the county."}
    assert browser.send(f"{case}/tasks/{task}", done).status_code == 303
    world.made.settle()
    assert f"task-{task}" not in browser.follow().text
    assert f"task-{task}" not in browser.get("/tasks").text
    while re.search(r"#task-", browser.text):
        case, task = linked_task(browser)
        browser.get(case)
        assert browser.send(f"{case}/tasks/{task}", done).status_code == 303
        world.made.settle()
        browser.get("/tasks")
    assert browser.get(case).status_code == 200
    assert "You may see this while a task of yours is open." in browser.text


def test_whoever_is_on_call_takes_a_climbing_case_over(world: WebWorld) -> None:
    case = world.raise_concern().partition("?")[0]
    browser = world.signed_in(CALLED)
    assert browser.get(case).status_code == 200
    assert browser.send(f"{case}/take-over", {}).status_code == 303
    world.made.settle()
    assert "Taken over" in browser.follow().text


def test_the_childs_other_pages_and_closing_stay_shut(world: WebWorld) -> None:
    _, case = raised(world)
    other = world.raise_concern().partition("?")[0]
    browser = world.signed_in(CALLED)
    for path in ("", "/family", "/goals", "/notes/new", "/concerns/new", "/cases/notes:nothing"):
        assert browser.get(f"/children/c1{path}").status_code == 404, path
    assert browser.get(case).status_code == browser.get(other).status_code == 200  # on call for both
    closure = {"reason": "safety-plan", "words": "Plan agreed."}
    assert browser.send(f"{case}/closure", closure).status_code == 404


def test_when_the_case_is_closed_its_page_is_gone_for_whoever_was_on_call(world: WebWorld) -> None:
    id, case = raised(world)
    browser = world.signed_in(CALLED)
    assert browser.get(case).status_code == 200
    closure = {"reason": "resolved", "words": "Seen to."}
    assert world.made.post("notes", f"/children/c1/concerns/{id}/closure", THERAPIST, closure).status_code in (200, 201)
    world.made.settle()
    assert browser.get(case).status_code == 404
    assert case not in browser.get("/tasks").text
    assert world.signed_in(SUPERVISOR).get(case).status_code == 200


def test_whoever_is_accused_after_being_called_finds_no_page(world: WebWorld) -> None:
    _, case = raised(world)
    browser = world.signed_in(CALLED)
    assert browser.get(case).status_code == 200
    World(world.made).hear(concern(concern="concern-9", about=("olaf",)))
    assert browser.get(case).status_code == 404


def test_an_accused_person_a_parent_and_another_network_are_never_on_call(world: WebWorld) -> None:
    id, case = raised(world)
    world.account(PARENT)
    assert world.signed_in(PARENT).get(case).status_code == 404
    reader = world.node.reader(CALLED)
    card, found = reader.load(CHILD, "c1"), reader.load(CASE, f"notes:{id}")
    called = replace(found, on_call=("olaf", "father"))
    assert queries.is_called(CALLED, card, called)
    assert not queries.is_called(CALLED, card, replace(called, about=("olaf",)))
    assert not queries.is_called(PARENT, card, replace(called, about=()))
    assert not queries.is_called(staff("olaf", Role.THERAPIST, clinic=LAKE, network="network-south"), card, called)
    assert not queries.is_called(staff("nils", Role.THERAPIST, clinic=LAKE), card, called)
    assert not queries.is_called(staff("olaf", Role.FRONT_DESK, clinic=LAKE), card, called)


def test_the_same_name_in_another_network_finds_no_page(world: WebWorld) -> None:
    _, case = raised(world)
    world.account(staff("olaf", Role.THERAPIST, clinic="clinic-south", network="network-south"))
    assert world.signed_in(CALLED).get(case).status_code == 404


def test_the_board_counts_the_steps_that_were_taken(world: WebWorld) -> None:
    world.raise_concern()
    browser = world.signed_in(SUPERVISOR)
    assert re.findall(r"step (\d)", browser.get("/board").text) == ["1"]
    world.made.clock.advance(timedelta(minutes=15))
    world.made.settle()
    assert re.findall(r"step (\d)", browser.get("/board").text) == ["2"]
