"""The privacy officer's pages about broken glass."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kernel.auth.principal import Role
from services.web.browser.words.record import CLASS
from tests.builders import HILL, staff
from tests.component.web_world import OFFICER, THERAPIST, WebWorld, web_world

NURSE = staff("nora", Role.THERAPIST)
BOTH = staff("nora", Role.THERAPIST, Role.PRIVACY_OFFICER)
WHY = "She stands in the hall; Tess is away."
BROKEN = {"classes": ["session-detail"], "minutes": 30, "reason": "crisis", "words": WHY}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as made:
        yield made


def broken(world: WebWorld) -> str:
    """By somebody who reads the notes through it; the address of its page."""
    answer = world.made.post("consent", "/children/c1/glass", NURSE, BROKEN)
    assert answer.status_code == 201, answer.text
    assert world.made.get("notes", "/children/c1/notes", NURSE).status_code == 200
    return f"/glass/c1/{answer.json()['access']}"


def test_the_officer_ends_what_is_open_and_reviews_it_with_the_reason_before_their_eyes(world: WebWorld) -> None:
    place = broken(world)
    browser = world.signed_in(OFFICER)
    browser.get("/glass")
    assert place in browser.text
    assert "A crisis" in browser.text
    browser.get(place)
    assert WHY in browser.text
    assert CLASS["session-detail"] in browser.text
    browser.send(f"{place}/end", {})
    browser.follow()
    browser.send(f"{place}/review", {"finding": "", "words": ""})
    assert browser.last.status_code == 422
    assert "Choose what you find." in browser.text
    browser.send(f"{place}/review", {"finding": "justified", "words": "The on-call book shows it."})
    browser.follow()
    assert place not in browser.text
    browser.get("/glass?state=all")
    assert "It was justified" in browser.text
    assert world.made.get("notes", "/children/c1/notes", NURSE).status_code == 404


def test_a_try_of_the_family_is_shown_as_such(world: WebWorld) -> None:
    tried = world.made.post("consent", "/children/c1/glass", staff("father", Role.THERAPIST), BROKEN)
    assert tried.status_code == 404
    browser = world.signed_in(OFFICER)
    browser.get("/glass")
    assert "Tried in vain" in browser.text
    assert WHY not in browser.text


def test_nobody_else_has_the_page_and_one_is_no_reviewer_of_oneself(world: WebWorld) -> None:
    place = broken(world)
    for path in ("/glass", place):
        assert world.signed_in(THERAPIST).get(path).status_code == 404
    world.account(BOTH)
    browser = world.signed_in(BOTH)
    browser.get(place)
    browser.send(f"{place}/end", {})
    browser.follow()
    assert "Somebody else must look" in browser.text
    browser.send(f"{place}/review", {"finding": "justified", "words": "It was me."})
    assert browser.last.status_code == 403


def test_a_clinician_breaks_the_glass_in_the_browser_and_reads_until_its_time_is_over(world: WebWorld) -> None:
    note = signed_note(world)
    world.account(NURSE)
    browser = world.signed_in(NURSE)
    assert "In an emergency" in browser.get("/caseload").text
    browser.get("/emergency")
    form = {"child": "c1", "classes": ["session-detail"], "minutes": "15", "reason": "crisis", "words": WHY}
    for field, wrong in (("child", "c 1"), ("classes", []), ("minutes", "90"), ("reason", "kept-out"), ("words", "")):
        assert browser.send("/emergency", {**form, field: wrong}).status_code == 422, field
        assert WHY in browser.text or field == "words"
    browser.send("/emergency", form)
    browser.follow()
    assert f"/emergency/c1/notes/{note}" in browser.text
    browser.get(f"/emergency/c1/notes/{note}")
    assert "For the whole team." in browser.text
    world.made.clock.advance(timedelta(minutes=15))
    for path in ("/emergency/c1", f"/emergency/c1/notes/{note}"):
        assert browser.get(path).status_code == 404


def test_the_ex_spouse_gets_the_page_of_a_child_that_is_not_there(world: WebWorld) -> None:
    father = staff("father", Role.THERAPIST)
    world.account(father)
    browser = world.signed_in(father)
    form = {"classes": ["session-detail"], "minutes": "15", "reason": "crisis", "words": WHY}
    pages = []
    for child in ("c1", "nobody"):
        browser.get("/emergency")
        browser.send("/emergency", {**form, "child": child})
        pages.append((browser.last.status_code, browser.text))
    assert pages[0] == pages[1]
    assert pages[0][0] == 404


def signed_note(world: WebWorld) -> str:
    """Of the therapist, shared with the team."""
    sections = [
        {"kind": kind, "text": "For the whole team.", "visibility": "care-team", "persons": []}
        for kind in ("assessment", "plan")
    ]
    body = {"clinic": HILL, "template": "soap", "session": None, "sections": sections}
    note = str(world.made.post("notes", "/children/c1/notes", THERAPIST, body).json()["note"])
    signing = {"revision": 1, "concern": None}
    answer = world.made.post("notes", f"/children/c1/notes/{note}/signature", THERAPIST, signing)
    assert answer.status_code == 200, answer.text
    return note
