"""The privacy officer's pages about broken glass."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.auth.principal import Role
from services.web.browser.words import CLASS
from tests.builders import staff
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
