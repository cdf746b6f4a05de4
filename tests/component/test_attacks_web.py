"""Attempts to see through the pages what is somebody else's, and to act through somebody else's browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.auth.principal import Role
from tests.builders import HILL, LAKE, NORTH, staff
from tests.component.web_world import DESK, SUPERVISOR, THERAPIST, Browser, WebWorld, web_world

ON_CALL = staff("olga", Role.THERAPIST)
LAKE_SUPERVISOR = staff("lena", Role.SUPERVISOR, Role.CLINIC_ADMIN, Role.FRONT_DESK, clinic=LAKE)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as world:
        yield world


def child_pages(browser: Browser) -> str:
    return "".join(browser.get(path).text for path in ("/board", "/board/rows", "/children/c1", "/tasks", "/caseload"))


def test_a_therapist_whom_a_concern_is_about_finds_it_on_no_page(world: WebWorld) -> None:
    body = {"clinic": HILL, "kind": "abuse-sexual", "severity": "serious", "about": ["tess"], "child_told": "told",
            "wording": "Canary-91c2"}  # fmt: skip
    raised = world.made.post("notes", "/children/c1/concerns", SUPERVISOR, body)
    assert raised.status_code == 201, raised.text
    world.made.settle()
    concern = raised.json()["concern"]
    accused = world.signed_in(THERAPIST)
    seen = child_pages(accused)
    assert concern not in seen
    assert "sexual" not in seen.lower()
    assert accused.get(f"/children/c1/cases/notes:{concern}").status_code == 404
    assert "sexual" in child_pages(world.signed_in(SUPERVISOR)).lower()


def test_a_second_clinic_of_the_child_sees_no_case_of_the_first_on_any_page(world: WebWorld) -> None:
    case = world.raise_concern()
    clinic = {
        "clinic": LAKE, "network": NORTH, "jurisdiction": "US-CO", "zone": "America/Denver", "name": "Lake",
        "languages": ["en"], "on_call": ["lena"], "agency_name": "County child protection",
    }  # fmt: skip
    assert world.made.post("consent", "/clinics", LAKE_SUPERVISOR, clinic).status_code == 201
    plan = {"sender": HILL, "receiver": LAKE, "classes": ["fact-of-treatment"], "ends_care": False}
    transfer = world.made.post("consent", "/children/c1/transfers", DESK, plan).json()["transfer"]
    path = f"/children/c1/transfers/{transfer}"
    yes = {"person": "mother", "agrees": True, "document": "scan-1"}
    assert world.made.post("consent", f"{path}/words", DESK, yes).status_code == 200
    taken = world.made.post("consent", f"{path}/acceptance", LAKE_SUPERVISOR, {"care_team": ["lena"]})
    assert taken.status_code == 200
    world.made.settle()
    world.account(LAKE_SUPERVISOR)
    browser = world.signed_in(LAKE_SUPERVISOR)
    assert browser.get("/children/c1").status_code == 200
    assert "notes:" not in child_pages(browser)
    assert "self-harm" not in child_pages(browser).lower()
    assert browser.get(case.partition("?")[0]).status_code == 404
    assert world.signed_in(THERAPIST).get(case.partition("?")[0]).status_code == 200


def test_a_task_of_somebody_on_call_who_treats_no_child_here_stands_on_their_list(world: WebWorld) -> None:
    clinic = {
        "clinic": HILL, "network": NORTH, "jurisdiction": "US-CO", "zone": "America/Denver", "name": "Hill",
        "languages": ["en"], "on_call": ["olga"], "agency_name": "County child protection",
    }  # fmt: skip
    assert world.made.post("consent", "/clinics", DESK, clinic).status_code == 201
    world.account(ON_CALL)
    world.raise_concern(kind="abuse-physical", about=["mother"])
    browser = world.signed_in(ON_CALL)
    assert browser.get("/tasks").status_code == 200
    assert "No task waits for you" not in browser.text
    assert "Ada Quokka" not in browser.text


def test_a_form_sent_by_another_site_is_never_kept_to_be_sent_after_the_sign_in(world: WebWorld) -> None:
    browser = Browser(world)
    browser.get("/sign-in")
    forged = {"words": "Nothing to it.", "reason": "unfounded", "csrf": "0" * 64}
    answer = browser.http.post("/children/c1/cases/notes:x/closure", data=forged)
    assert "unfounded" not in answer.text
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")


def test_a_proof_that_was_overheard_opens_nothing_in_another_browser(world: WebWorld) -> None:
    world.raise_concern()
    mother, link = Browser(world), world.link()
    mother.get(link)
    mother.send(f"{link}/code", {"way": "message"})
    world.made.settle()
    mother.follow()
    overheard = {"once": re.findall(r'name="once" value="(\w{32})"', mother.text)[0], "code": world.code()}
    assert mother.send(f"{link}/proof", overheard).status_code == 303
    thief = Browser(world)
    thief.get(f"{link}/code")
    assert thief.send(f"{link}/proof", overheard).status_code == 410
    assert thief.get("/item").status_code == 401
    assert mother.get("/item").status_code == 200
