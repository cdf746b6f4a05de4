"""Routine messages as people, teams and clinics want them: what holds when a message is about to leave counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.codes import Channel, DeliveryState, MessageClass
from contracts.consent import ChildRegistered
from contracts.goals import ItemSettled
from services.notifications.repository import BOUNDARIES, POLICIES, PREFERENCES
from tests.component.notifications_family import (
    CHILD,
    DESK,
    HILL,
    NORTH,
    THERAPIST,
    add_point,
    disclosed,
    guardian,
    notices,
    settled_family,
)
from tests.component.notifications_wishes import ADMIN, BOTH, BOUNDARY, FATHER, MOTHER, set_routine, shared, wish
from tests.component.notifications_world import World, notifications

NIGHT = {"from": "13:00", "until": "07:00", "zone": "UTC"}  # the world's morning is at 14:00


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        settled_family(made)
        yield made


def reasons(world: World) -> list[tuple[str, str | None]]:
    return [(item.state.value, item.reason) for item in notices(world)]


def test_quiet_hours_said_after_the_decision_hold_the_message_back_until_they_end(world: World) -> None:
    shared(world, 1)
    wish(world, quiet=NIGHT)
    world.settle()
    assert (world.post.letters, reasons(world)) == ([], [("accepted", "quiet-hours")])
    world.later(hours=17, seconds=1)
    assert len(world.post.letters) == 1


def test_one_guardians_wishes_never_touch_the_others(world: World) -> None:
    wish(world, quiet=NIGHT, classes={"update": "never"}, language="es")
    shared(world, 1, adults=BOTH)
    world.consent.withheld.clear()
    world.settle()
    assert [item[1] for item in world.post.letters] == ["father@elsewhere.example"]
    assert b"new message" in world.post.letters[0][2]
    assert world.get("/me/preferences", FATHER).json()["version"] == 0


@pytest.mark.parametrize("message_class", [item for item in MessageClass if item is not MessageClass.SAFETY])
def test_a_class_that_is_not_wanted_any_more_is_suppressed_although_it_was_decided(
    world: World, message_class: MessageClass
) -> None:
    shared(world, 1, message_class)
    wish(world, classes={message_class.value: "never"})
    world.settle()
    assert (world.post.letters, reasons(world)) == ([], [("suppressed", "unwanted")])


def test_safety_goes_at_once_against_every_wish_boundary_and_rule(world: World) -> None:
    others = {item.value: "never" for item in MessageClass if item is not MessageClass.SAFETY}
    wish(world, quiet=NIGHT, classes=others, channels=["sms"], snoozed_until="2026-03-10T00:00:00Z")
    world.post_as(THERAPIST, BOUNDARY, {"hours": {**NIGHT, "from": "01:00", "until": "02:00"}, "closed": ["update"]})
    set_routine(world, daily_cap=0, quiet_from="13:00", quiet_until="07:00", zone="UTC")
    disclosed(world)
    world.settle()
    assert len(world.post.letters) == 1


def test_the_channel_and_language_of_the_moment_count(world: World) -> None:
    shared(world, 1)
    wish(world, channels=["sms"], language="es")
    world.settle()
    assert world.post.letters == []
    assert world.phones.messages[-1]["text"].startswith("Tiene un mensaje nuevo: https://")
    assert [item.channel for item in notices(world)] == [Channel.SMS]


def test_what_exceeds_the_cap_comes_as_one_digest_also_across_children_and_restarts(world: World) -> None:
    world.hear(
        ChildRegistered(
            child="child-2", network=NORTH, clinic=HILL, jurisdiction="us-co", care_team=("therapist-1",),
            adults=("mother",),
        )
    )  # fmt: skip
    set_routine(world, daily_cap=1)
    for number in range(4):
        shared(world, number, child=CHILD if number % 2 else "child-2")
    world.settle()
    assert len(world.post.letters) == 1
    world.later(hours=3, seconds=1)  # five in the afternoon
    assert len(world.post.letters) == 2
    told = sorted(reason or state for state, reason in reasons(world))
    assert told == ["in-digest", "in-digest", "provider-accepted", "provider-accepted"]
    world.later(hours=24)
    assert len(world.post.letters) == 2


def test_what_is_settled_while_it_waits_for_the_digest_is_in_none(world: World) -> None:
    wish(world, classes={"reminder": "digest"})
    shared(world, 1, MessageClass.REMINDER)
    world.settle()
    assert reasons(world) == [("accepted", "digest")]
    world.hear(ItemSettled(child=CHILD, item="item-1", reason="done", settled_at=world.clock.now()))
    world.later(hours=30)
    assert (world.post.letters, reasons(world)) == ([], [("suppressed", "settled")])


def test_who_may_know_no_more_when_the_digest_is_due_gets_none(world: World) -> None:
    wish(world, classes={"update": "digest"})
    shared(world, 1)
    world.settle()
    world.consent.withheld.add("mother")
    world.later(hours=4)
    assert (world.post.letters, reasons(world)) == ([], [("suppressed", "not-permitted")])


def test_a51_what_is_written_about_a_child_keeps_to_its_hours_channels_and_categories(world: World) -> None:
    line = {
        "hours": {"from": "16:00", "until": "18:00", "zone": "UTC"}, "channels": ["sms"], "closed": ["celebration"],
    }  # fmt: skip
    shared(world, 1)
    shared(world, 2, MessageClass.CELEBRATION)
    assert world.post_as(THERAPIST, BOUNDARY, line).status_code == 201
    world.settle()
    assert (world.post.letters, world.phones.messages) == ([], [])
    assert reasons(world) == [("accepted", "quiet-hours"), ("suppressed", "boundary")]
    disclosed(world, disclosure="safety-1", item="concern-9")
    world.settle()
    assert len(world.post.letters) == 1  # safety knows no boundary
    world.later(hours=2, seconds=1)
    assert len([item for item in world.phones.messages if "new message" in item["text"]]) >= 1
    assert reasons(world)[0][0] == DeliveryState.PROVIDER_ACCEPTED.value


def test_a_boundary_is_its_teams_to_set_and_no_familys(world: World) -> None:
    assert world.post_as(MOTHER, BOUNDARY, {}).status_code == 403
    stranger = THERAPIST.__class__("other-1", THERAPIST.kind, "network-south", THERAPIST.roles, via="web")
    assert world.post_as(stranger, BOUNDARY, {}).status_code == 404
    assert world.get(BOUNDARY, THERAPIST).json() == {"version": 0, "hours": None, "channels": [], "closed": []}
    assert world.all(BOUNDARIES) == []


def test_preferences_are_read_back_versioned_and_nobody_elses(world: World) -> None:
    first = wish(world, quiet=NIGHT, digest_at="18:00", classes={"update": "digest"}, channels=["sms", "email"])
    second = world.post_as(DESK, "/people/mother/preferences", {"language": "es"})
    assert (first["version"], second.json()["version"]) == (1, 2)
    read = world.get("/me/preferences", MOTHER).json()
    assert (read["language"], read["quiet"], read["version"]) == ("es", None, 2)
    assert world.get("/people/mother/preferences", FATHER).status_code == 403
    assert world.get("/people/stranger-1/preferences", DESK).status_code == 404
    assert [item.changed_by for item in world.all(PREFERENCES)] == ["desk-1"]


def test_a_clinics_rules_are_a_version_of_its_policy(world: World) -> None:
    answer = set_routine(world, quiet_from="21:00", quiet_until="07:00", daily_cap=3, zone="America/Denver")
    assert answer.json()["version"] == 1
    again = world.post_as(ADMIN, "/clinics/clinic-hill/policy", {"live": True})
    assert again.json()["version"] == 2
    assert [(item.routine.daily_cap, item.routine.zone) for item in world.all(POLICIES)] == [(3, "America/Denver")]


def test_a63_a_celebration_is_one_notice_however_often_it_is_told_and_only_while_it_is_permitted(world: World) -> None:
    shared(world, 1, MessageClass.CELEBRATION)
    shared(world, 1, MessageClass.CELEBRATION)
    world.settle()
    assert len(world.post.letters) == 1
    world.consent.withheld.add("mother")
    shared(world, 2, MessageClass.CELEBRATION)
    world.settle()
    assert len(world.post.letters) == 1


def test_only_guardians_have_preferences_of_their_own(world: World) -> None:
    assert world.get("/me/preferences", THERAPIST).status_code == 403
    assert world.get("/me/preferences", guardian("aunt")).json()["version"] == 0
    assert add_point(world, "aunt", "email", "aunt@family.example").status_code == 201
