"""How a guardian wants routine messages, on their own page and at the desk; of safety there is no choice."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.notifications.repository import PREFERENCES
from tests.component.web_world import DESK_ALONE, OFFICER, STRANGER, THERAPIST, WebWorld, web_world

MINE, THEIRS = "/family/preferences", "/people/mother/preferences"
CHOSEN = {
    "language": "es", "channel": "sms", "class-update": "digest", "class-celebration": "never", "digest_at": "18:00",
    "quiet_from": "21:00", "quiet_until": "07:30", "snooze": "3",
}  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as world:
        world.raise_concern()
        yield world


def kept(world: WebWorld) -> dict[str, object]:
    rows = list(world.made.platform.nodes["notifications"].store.find(PREFERENCES.collection, {}))
    return rows[-1] if rows else {}


def test_what_a_guardian_chooses_is_kept_on_their_own_clock_and_shown_again(world: WebWorld) -> None:
    mother = world.opened()
    mother.get(MINE)
    assert "always comes at once" in mother.text
    assert 'name="class-safety"' not in mother.text
    mother.send(MINE, CHOSEN)
    assert "We keep to it from now on" in mother.follow().text
    found = kept(world)
    assert (found["language"], found["channels"], found["digest_at"]) == ("es", ["sms", "email"], "18:00")
    assert found["quiet"] == {"start": "21:00", "end": "07:30", "zone": "America/Denver"}
    for shown in ('value="21:00"', 'value="07:30"', '<option value="digest" selected>', "Paused until"):
        assert shown in mother.text, shown
    assert 'id="snooze" name="snooze" value="keep" checked' in mother.text


def test_a_pause_that_is_kept_ends_when_it_was_to_end_and_can_be_ended(world: WebWorld) -> None:
    mother = world.opened()
    mother.get(MINE)
    mother.send(MINE, CHOSEN)
    until = kept(world)["snoozed_until"]
    mother.follow()
    mother.send(MINE, {**CHOSEN, "snooze": "keep"})
    assert kept(world)["snoozed_until"] == until
    mother.follow()
    mother.send(MINE, {**CHOSEN, "snooze": ""})
    assert kept(world)["snoozed_until"] is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"quiet_from": "25:00"}, "quiet_from"),
        ({"quiet_until": ""}, "quiet_until"),
        ({"quiet_from": "07:30"}, "quiet_until"),
        ({"digest_at": "soon"}, "digest_at"),
        ({"snooze": "400"}, "snooze"),
        ({"language": "klingon"}, "language"),
        ({"class-update": "always"}, "class-update"),
        ({"channel": "pigeon"}, "channel"),
    ],
)
def test_what_cannot_be_kept_is_named_at_its_field_and_what_was_typed_stays(
    world: WebWorld, wrong: dict[str, str], field: str
) -> None:
    mother = world.opened()
    mother.get(MINE)
    assert mother.send(MINE, {**CHOSEN, **wrong}).status_code == 422
    assert f'href="#{field}"' in mother.text
    assert f'id="{field}"' in mother.text
    assert 'value="18:00"' in mother.text or "digest_at" in wrong
    assert kept(world) == {}


def test_the_desk_writes_down_what_they_said_and_who_treats_the_child_reads_it(world: WebWorld) -> None:
    desk = world.signed_in(DESK_ALONE)
    desk.get(THEIRS)
    assert "Mara Quokka" in desk.text
    desk.send(THEIRS, {**CHOSEN, "snooze": ""})
    assert "Kept." in desk.follow().text
    therapist = world.signed_in(THERAPIST)
    therapist.get(THEIRS)
    assert "21:00 – 07:30" in therapist.text
    assert "<textarea" not in therapist.text
    assert therapist.send(THEIRS, {**CHOSEN, "language": "en"}).status_code == 404
    assert kept(world)["language"] == "es"
    assert "/people/mother/preferences" in therapist.get("/children/c1/family").text


def test_of_a_stranger_and_for_a_stranger_there_is_nothing(world: WebWorld) -> None:
    assert world.signed_in(STRANGER).get(THEIRS).status_code == 404
    assert world.signed_in(DESK_ALONE).get("/people/nobody/preferences").status_code == 404
    assert world.signed_in(OFFICER).get(THEIRS).status_code == 404


def test_whoever_is_signed_out_changes_nothing(world: WebWorld) -> None:
    mother = world.opened()
    mother.get(MINE)
    world.made.clock.advance(timedelta(hours=2))
    assert mother.send(MINE, CHOSEN).status_code == 401
    assert kept(world) == {}
