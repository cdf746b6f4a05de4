"""Conversations on the pages: the family asks, the clinic answers, and each side finds only what is theirs."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.component.web_world import DESK, DESK_ALONE, STRANGER, SUPERVISOR, THERAPIST, Browser, WebWorld, web_world

UNDO = timedelta(seconds=61)
NEW = "/family/ask/new"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as world:
        world.raise_concern()
        yield world


def later(world: WebWorld, step: timedelta = UNDO) -> None:
    world.made.clock.advance(step)
    world.made.settle()


def asked(world: WebWorld, mother: Browser, words: str, category: str = "feedback") -> str:
    """The page of the conversation."""
    mother.get(NEW)
    assert mother.send(NEW, {"clinic": "clinic-hill", "category": category, "words": words, "step": "send"})
    mother.follow()
    place = re.search(r"/family/ask/[0-9a-f]{32}", mother.text)
    assert place is not None, mother.text
    return place.group(0)


def test_a59_one_entry_asks_tells_and_worries(world: WebWorld) -> None:
    mother = world.opened()
    mother.get("/family/ask")
    page = mother.get(NEW).text
    for told in ("A question about practice at home", "News or an idea for the clinic", "I am worried about something"):
        assert told in mother.text
    assert "988" in page
    asked(world, mother, "I worry about the nights.", "concern")
    later(world)
    therapist = world.signed_in(THERAPIST)
    assert "A guardian worries" in therapist.get("/tasks").text
    assert "I worry about the nights." not in therapist.text


def test_a26_hints_of_i_statements_stand_on_the_composer_and_the_entry_keeps_who_spoke(world: WebWorld) -> None:
    mother = world.opened()
    mother.get(NEW)
    assert "“I noticed that …”" in mother.text
    assert "There is no wrong way" in mother.text
    place = asked(world, mother, "I noticed that she sings.")
    later(world)
    therapist = world.signed_in(THERAPIST)
    seen = therapist.get(f"/children/c1/messages/{place.rsplit('/', 1)[1]}")
    assert "Mara Quokka" in therapist.text
    assert "I noticed that she sings." in seen.text


def test_a08_the_parent_sees_the_promised_date_and_staff_what_is_owed(world: WebWorld) -> None:
    mother = world.opened()
    place = asked(world, mother, "How was Monday?")
    later(world)
    assert "You have an answer by:" in mother.get(place).text
    therapist = world.signed_in(THERAPIST)
    assert "News or an idea for the clinic" in therapist.get("/messages").text
    assert "How was Monday?" not in therapist.text
    assert "No conversation here" in therapist.get("/messages?show=overdue").text
    later(world, timedelta(days=6))
    therapist = world.signed_in(THERAPIST)
    assert "Overdue by" in therapist.get("/messages?show=overdue").text


def test_a12_the_pages_of_clinicians_hold_no_billing(world: WebWorld) -> None:
    place = asked(world, world.opened(), "The bill is wrong.", "billing")
    later(world)
    thread = f"/children/c1/messages/{place.rsplit('/', 1)[1]}"
    for clinician in (THERAPIST, SUPERVISOR):
        browser = world.signed_in(clinician)
        for shown in ("mine", "clinic", "overdue", "quiet"):
            assert "No conversation here" in browser.get(f"/messages?show={shown}").text
        assert browser.get(thread).status_code == 404
    desk = world.signed_in(DESK_ALONE)
    assert "A bill or a payment" in desk.get("/messages").text
    assert "The bill is wrong." in desk.get(thread).text
    assert "Guidance for this guardian" not in desk.text


def test_b13_a_message_is_taken_back_and_its_words_are_the_draft(world: WebWorld) -> None:
    mother = world.opened()
    place = asked(world, mother, "Oh, that came out wrong.")
    back = re.search(rf"{place}/[0-9a-f]{{32}}/back", mother.text)
    assert back is not None
    mother.send(back.group(0), {})
    assert "Oh, that came out wrong." in mother.follow().text
    assert mother.last.url.path == NEW
    later(world)
    assert "No conversation here" in world.signed_in(THERAPIST).get("/messages").text
    mother.send(NEW, {"clinic": "clinic-hill", "words": "Better so.", "step": "keep"})
    assert "Kept for later" in mother.follow().text
    assert "Better so." in mother.text


def test_safety_words_show_whom_to_call_at_once_and_stand_on_the_safety_board(world: WebWorld) -> None:
    mother = world.opened()
    place = asked(world, mother, "She says she wants to die. Canary-b1", "billing")
    assert "Somebody may need help now" in mother.text
    assert 'href="tel:988"' in mother.text
    assert "Take it back" not in mother.text
    world.made.settle()
    therapist = world.signed_in(THERAPIST)
    assert "Messages that may speak of danger" in therapist.get("/board").text
    assert "Canary-b1" not in therapist.text
    assert "may speak of danger: read it now" in therapist.get("/tasks").text
    thread = f"/children/c1/messages/{place.rsplit('/', 1)[1]}"
    assert thread in therapist.text
    assert "Canary-b1" in therapist.get(thread).text
    assert "/children/c1/concerns/new" in therapist.text
    assert "Messages that may speak of danger" not in world.signed_in(STRANGER).get("/board").text
    review = re.search(rf"{thread}/reviews/[0-9a-f]+", therapist.text)
    assert review is not None
    assert therapist.send(review.group(0), {"outcome": "concern-raised", "words": ""}).status_code == 422
    assert therapist.send(review.group(0), {"outcome": "concern-raised", "words": "Raised it."}).status_code == 303
    world.made.settle()
    assert "Messages that may speak of danger" not in therapist.get("/board").text
    assert therapist.get(thread).status_code == 404


def test_a_reply_leads_from_the_link_to_the_conversation(world: WebWorld) -> None:
    place = asked(world, world.opened(), "How was Monday?")
    later(world)
    thread = f"/children/c1/messages/{place.rsplit('/', 1)[1]}"
    therapist = world.signed_in(THERAPIST)
    therapist.get(thread)
    therapist.send(f"{thread}/reply", {"words": "She laughed a lot.", "step": "send"})
    assert "possible until" in therapist.follow().text
    later(world)
    mother = world.opened()
    assert mother.last.headers["Location"].startswith("/family/ask/")
    assert "She laughed a lot." in mother.follow().text
    assert "read by the guardian" in therapist.get(thread).text


def test_b14_guidance_is_told_apart_and_the_promise_stays(world: WebWorld) -> None:
    mother = world.opened()
    place = asked(world, mother, "He shouts at bedtime.")
    later(world)
    thread = f"/children/c1/messages/{place.rsplit('/', 1)[1]}"
    therapist = world.signed_in(THERAPIST)
    therapist.get(thread)
    therapist.send(f"{thread}/reply", {"words": "Name the feeling first.", "coach": "yes", "step": "send"})
    later(world)
    assert "Guidance for you from the clinic" in mother.get(place).text
    assert "You have an answer by:" in mother.text


def test_what_is_wrong_in_a_form_is_said_and_nothing_typed_is_lost(world: WebWorld) -> None:
    mother = world.opened()
    mother.get(NEW)
    assert mother.send(NEW, {"clinic": "clinic-hill", "words": "Half a thought", "step": "send"}).status_code == 422
    assert "Choose what it is about." in mother.text
    assert "Half a thought" in mother.text
    goal = {"clinic": "clinic-hill", "category": "goal", "words": "x", "step": "send"}
    assert mother.send(NEW, goal).status_code == 422
    assert "Choose the goal that you ask about." in mother.text
    place = asked(world, mother, "Whole.")
    later(world)
    thread = f"/children/c1/messages/{place.rsplit('/', 1)[1]}"
    one, other = world.signed_in(THERAPIST), world.signed_in(SUPERVISOR)
    one.get(thread)
    other.get(thread)
    one.send(f"{thread}/reply", {"words": "First.", "step": "send"})
    assert other.send(f"{thread}/reply", {"words": "Second, long.", "step": "send"}).status_code == 409
    assert "Somebody has written meanwhile" in other.text
    assert "Second, long." in other.text


def test_a_guardian_whose_right_ends_finds_neither_form_nor_conversation(world: WebWorld) -> None:
    mother = world.opened()
    place = asked(world, mother, "How was Monday?")
    order: dict[str, object] = {"person": "mother", "kind": "court-order", "classes": [], "source": "court-order",
                                "since": "2016-01-01T00:00:00.000000Z", "until": None}  # fmt: skip
    assert world.made.post("consent", "/children/c1/restrictions", DESK, order).is_success
    for path in (place, NEW, "/family/ask"):
        assert mother.get(path).status_code == 404, path
        assert "Monday" not in mother.text


def test_the_pages_of_conversations_speak_spanish(world: WebWorld) -> None:
    mother = world.opened()
    mother.http.headers["Accept-Language"] = "es"
    assert "¿De qué se trata?" in mother.get(NEW).text
    asked(world, mother, "Ella no quiere vivir.")
    assert "Puede que alguien necesite ayuda ahora" in mother.text
