"""Words that staff write to a family: blame is named before it leaves, and nothing is held back for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.component.test_web_talk import asked, later
from tests.component.web_world import CONCERN, THERAPIST, WebWorld, web_world

BLAME = "You failed to practise, and that is a pity."


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as world:
        world.raise_concern()
        yield world


def test_a14_a_reply_that_blames_is_named_to_its_writer_and_leaves_when_they_send_it_again(world: WebWorld) -> None:
    mother = world.opened()
    place = asked(world, mother, "How was Monday?")
    later(world)
    staff = world.signed_in(THERAPIST)
    thread = f"/children/c1/messages/{place.rsplit('/', 1)[1]}"
    staff.get(thread)
    reply = {"words": BLAME, "step": "send", "coach": "yes"}
    assert staff.send(f"{thread}/reply", reply).status_code == 200
    assert "This may be read as blame: <strong>“failed”</strong>" in staff.text
    assert f'name="heard" value="{BLAME}"' in staff.text
    assert 'name="coach" value="yes" checked' in staff.text
    later(world)
    assert BLAME not in mother.get(place).text
    assert staff.send(f"{thread}/reply", {**reply, "heard": BLAME}).status_code == 303
    later(world)
    assert BLAME in mother.get(place).text


def test_other_words_are_looked_at_again_and_kind_ones_leave_at_once(world: WebWorld) -> None:
    mother = world.opened()
    place = asked(world, mother, "How was Monday?")
    later(world)
    staff = world.signed_in(THERAPIST)
    thread = f"/children/c1/messages/{place.rsplit('/', 1)[1]}"
    staff.get(thread)
    assert staff.send(f"{thread}/reply", {"words": f"{BLAME} Again.", "heard": BLAME}).status_code == 200
    assert staff.send(f"{thread}/reply", {"words": "Practice is hard in some weeks."}).status_code == 303


def test_a_conversation_that_begins_with_blame_is_named_too(world: WebWorld) -> None:
    staff = world.signed_in(THERAPIST)
    staff.get("/children/c1/messages/new")
    new = {"person": "mother", "category": "feedback", "words": BLAME}
    assert staff.send("/children/c1/messages/new", new).status_code == 200
    assert "“failed”" in staff.text
    assert staff.send("/children/c1/messages/new", {**new, "heard": BLAME}).status_code == 303


def test_the_preview_of_a_concern_names_what_sounds_like_blame(world: WebWorld) -> None:
    staff = world.signed_in(THERAPIST)
    staff.get("/children/c1/concerns/new")
    staff.send("/children/c1/concerns/new", {**CONCERN, "wording": BLAME, "step": "preview"})
    assert "How it may sound to a family" in staff.text
    staff.send("/children/c1/concerns/new", {**CONCERN, "wording": "Please call us today.", "step": "preview"})
    assert "How it may sound to a family" not in staff.text
