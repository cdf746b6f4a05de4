"""The pages around a running matter: its ledger on paper, handing it over, who is on call, the nightly report."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kernel.audit import AUDIT
from kernel.auth.principal import Role
from tests.builders import HILL, LAKE, NORTH, staff
from tests.component.web_world import (
    DESK,
    DESK_ALONE,
    OFFICER,
    STRANGER,
    SUPERVISOR,
    THERAPIST,
    WebWorld,
    web_world,
)

FATHER = staff("father", Role.SUPERVISOR)  # an adult of the family who works in the clinic
OPERATOR = staff("ivo", Role.IT_OPERATOR)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as world:
        for who in (FATHER, OPERATOR):
            world.account(who)
        yield world


def raised(world: WebWorld) -> str:
    return world.raise_concern().partition("?")[0]


def reads(world: WebWorld, action: str) -> list[str]:
    rows = world.made.platform.nodes["notifications"].store.find(AUDIT, {"action": action}, (), 100)
    return [str(row["actor"]) for row in rows]


def test_the_ledger_tells_why_and_every_step_and_printing_it_is_recorded(world: WebWorld) -> None:
    case = raised(world)
    browser = world.signed_in(THERAPIST)
    page = browser.get(f"{case}/ledger?print=1")
    assert page.status_code == 200
    for text in ("Mara Quokka", "Finn Wombat", "Not told", "protective order", "E-mail", "The ladder", "Printed by"):
        assert text.lower() in browser.text.lower(), text
    assert "Tess Numbat" in browser.text
    assert "Ada" not in re.sub(r"<title>.*?</title>", "", browser.text)
    assert "words email-pointer, version 1, en" in browser.text
    assert reads(world, "print-ledger") == ["tess"]
    browser.get(f"{case}/ledger")
    assert reads(world, "read-ledger") == ["tess"]


def test_administration_reads_who_was_written_to_and_no_reason_and_a_front_desk_nothing(world: WebWorld) -> None:
    case = raised(world)
    assert world.signed_in(DESK_ALONE).get(f"{case}/ledger").status_code == 404
    browser = world.signed_in(DESK)
    assert browser.get(f"{case}/ledger").status_code == 200
    main = browser.text.partition("<main")[2]
    assert "Mara Quokka" in main
    for hidden in ("Finn Wombat", "protective", "Self-harm", "safety", "ladder", "Why ", "Told", "rules"):
        assert hidden not in main.replace("Why is for those who treat the child", ""), hidden


@pytest.mark.parametrize("who", [FATHER, STRANGER])
def test_of_the_family_or_of_elsewhere_the_page_does_not_exist(world: WebWorld, who: object) -> None:
    case = raised(world)
    browser = world.signed_in(who)  # type: ignore[arg-type]
    assert browser.get(f"{case}/ledger").status_code == 404
    assert browser.get("/children/none/cases/notes:none/ledger").status_code == 404


def test_a_case_is_offered_to_a_colleague_on_its_page_and_moves_when_they_accept(world: WebWorld) -> None:
    case = raised(world)
    browser = world.signed_in(THERAPIST)
    browser.get(case)
    assert browser.send(f"{case}/hand-over", {"colleague": "sue"}).status_code == 303
    world.made.settle()
    assert "Offered" in browser.follow().text
    colleague = world.signed_in(SUPERVISOR)
    colleague.get(case)
    task = re.search(r"/hand-overs/([^\"]+)\"", colleague.text)
    assert task is not None, colleague.text
    assert colleague.send(f"{case}/hand-overs/{task[1]}", {"accepts": "yes"}).status_code == 303
    world.made.settle()
    assert "Taken over" in colleague.follow().text
    assert "Accepted" in colleague.text


def test_a_shift_is_entered_on_the_page_and_calls_whoever_has_it(world: WebWorld) -> None:
    browser = world.signed_in(SUPERVISOR)
    browser.get("/rota")
    assert "the standing list is on call" in browser.text
    shift = {"person": "tess", "starts": "2026-03-02T01:00", "ends": "2026-03-02T09:00"}
    assert browser.send(f"/rota/{HILL}/shifts", shift).status_code == 303, browser.text
    browser.follow()
    assert "Tess Numbat" in browser.text
    wrong = browser.send(f"/rota/{HILL}/shifts", {**shift, "starts": "2026-03-08T02:30", "ends": "2026-03-08T09:00"})
    assert wrong.status_code == 422
    assert 'id="starts-error"' in browser.text
    found = re.search(r"/rota/[^\"]+/end", browser.get("/rota").text)
    assert found is not None
    assert browser.send(found[0], {}).status_code == 303
    assert "No shifts are entered" in browser.follow().text


def test_a_therapist_sees_the_rota_and_does_not_change_it(world: WebWorld) -> None:
    browser = world.signed_in(THERAPIST)
    assert browser.get("/rota").status_code == 200
    assert "Enter a shift" not in browser.text
    assert browser.get(f"/rota?clinic={LAKE}").status_code == 404


def test_the_nightly_report_is_for_those_who_answer_for_the_clinic(world: WebWorld) -> None:
    raised(world)
    world.made.clock.advance(timedelta(hours=30))
    world.made.settle()
    for who in (SUPERVISOR, DESK, OFFICER, OPERATOR):
        browser = world.signed_in(who)
        assert browser.get("/reconciliation").status_code == 200, who
        assert "Nothing differs" in browser.text
        assert "1 decided, 1 carried" in browser.text
    for who in (THERAPIST, DESK_ALONE):
        assert world.signed_in(who).get("/reconciliation").status_code == 404
    assert NORTH not in world.signed_in(SUPERVISOR).get("/reconciliation").text


def test_in_trial_the_ledger_and_the_board_say_that_nobody_outside_was_written_to(world: WebWorld) -> None:
    trial = world.made.post("notifications", f"/clinics/{HILL}/policy", DESK, {"live": False})
    assert trial.status_code == 201
    case = raised(world)
    assert world.post.letters == []
    browser = world.signed_in(SUPERVISOR)
    assert "The clinic was not live" in browser.get(f"{case}/ledger").text
    assert "trial" in browser.get("/board").text.lower()
    assert "Nobody answered in time" in browser.get("/tasks").text
