"""A matter in human hands: asked again while it is open, handed to a colleague, a clinic that is not live yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.notes import ConcernClosed
from kernel.auth.principal import Role
from services.notifications.repository import DISCLOSURES, POLICIES, TASKS
from tests.component.notifications_family import (
    CHILD,
    HILL,
    PATH,
    THERAPIST,
    disclosed,
    guardian,
    proved,
    settled_family,
    staff,
)
from tests.component.notifications_world import World, notifications

SUPERVISOR = staff("supervisor-1", Role.SUPERVISOR)
ELSEWHERE = staff("therapist-9", Role.THERAPIST)  # of the clinic, but not of the child's team
ADMIN = staff("admin-1", Role.CLINIC_ADMIN)
OTHER_ADMIN = staff("admin-2", Role.CLINIC_ADMIN)
POLICY = f"/clinics/{HILL}/policy"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        settled_family(made)
        yield made


def acknowledged(world: World) -> None:
    disclosed(world)
    proved(world)
    world.post_as(guardian("mother"), f"{PATH}/views")
    assert world.post_as(guardian("mother"), f"{PATH}/acknowledgements").status_code == 201


def open_codes(world: World) -> list[str]:
    return sorted(task.code for task in world.all(TASKS) if task.state.value == "open")


def close(world: World) -> None:
    world.hear(
        ConcernClosed(
            child=CHILD, concern="concern-1", clinic=HILL, reason="resolved", closed_by="therapist-1",
            closed_at=world.clock.now(),
        )
    )  # fmt: skip


def test_a_concern_that_was_acknowledged_and_stays_open_comes_back_to_a_human_until_it_is_closed(world: World) -> None:
    assert world.post_as(ADMIN, POLICY, {"live": True, "resolve_hours": 10}).status_code == 201
    acknowledged(world)
    world.later(hours=9.9)
    assert open_codes(world) == []
    world.later(hours=0.2)
    assert open_codes(world) == ["concern-unresolved"]
    listed = world.get("/tasks", THERAPIST).json()["tasks"]
    assert [item["code"] for item in listed] == ["concern-unresolved"]
    done = world.post_as(THERAPIST, f"/children/{CHILD}/tasks/{listed[0]['task']}/done", {"outcome": "reached"})
    assert done.status_code == 201
    world.later(hours=10)
    assert open_codes(world) == ["concern-unresolved"]
    close(world)
    assert open_codes(world) == []
    world.later(hours=50)
    assert open_codes(world) == []


@pytest.mark.parametrize("hours", [0, 24 * 14 + 1, "ten", 1.5])
def test_a_time_that_is_none_is_refused_and_changes_nothing(world: World, hours: object) -> None:
    answer = world.post_as(ADMIN, POLICY, {"live": True, "resolve_hours": hours})
    assert (answer.status_code, world.all(POLICIES)) == (422, [])
    assert "resolve_hours" in answer.text


def test_a_running_matter_is_handed_to_a_named_colleague_who_accepts(world: World) -> None:
    disclosed(world)
    offered = world.post_as(THERAPIST, f"{PATH}/hand-overs", {"colleague": "supervisor-1"})
    assert offered.status_code == 201, offered.text
    id = offered.json()["hand_over"]
    assert world.get(f"{PATH}/ledger", THERAPIST).json()["ladder"]["state"] == "climbing"
    assert [item["task"] for item in world.get("/tasks", SUPERVISOR).json()["tasks"]] == [id]
    assert world.post_as(THERAPIST, f"{PATH}/hand-overs/{id}/answer", {"accepts": True}).status_code == 404
    taken = world.post_as(SUPERVISOR, f"{PATH}/hand-overs/{id}/answer", {"accepts": True})
    assert (taken.status_code, taken.json()["state"]) == (201, "accepted")
    ledger = world.get(f"{PATH}/ledger", SUPERVISOR).json()
    assert (ledger["ladder"]["state"], ledger["ladder"]["ended_by"]) == ("taken-over", "supervisor-1")
    assert [(item["by"], item["to"], item["state"]) for item in ledger["hand_overs"]] == [
        ("therapist-1", "supervisor-1", "accepted")
    ]
    assert open_codes(world) == []
    assert world.post_as(SUPERVISOR, f"{PATH}/hand-overs/{id}/answer", {"accepts": False}).status_code == 409


def test_a_declined_matter_stays_and_its_ladder_ends_at_a_human_all_the_same(world: World) -> None:
    disclosed(world)
    id = world.post_as(THERAPIST, f"{PATH}/hand-overs", {"colleague": "supervisor-1"}).json()["hand_over"]
    declined = world.post_as(SUPERVISOR, f"{PATH}/hand-overs/{id}/answer", {"accepts": False})
    assert declined.json()["state"] == "declined"
    world.later(hours=2)
    assert open_codes(world) == ["ladder-exhausted"]


def test_an_offer_opens_no_door_to_whoever_could_not_have_taken_it_over(world: World) -> None:
    disclosed(world)
    id = world.post_as(THERAPIST, f"{PATH}/hand-overs", {"colleague": "therapist-9"}).json()["hand_over"]
    assert world.get(f"{PATH}/ledger", ELSEWHERE).status_code == 404
    assert world.post_as(ELSEWHERE, f"{PATH}/hand-overs/{id}/answer", {"accepts": True}).status_code == 404
    done = world.post_as(ELSEWHERE, f"/children/{CHILD}/tasks/{id}/done", {"outcome": "reached"})
    assert (done.status_code, done.json()["code"]) == (403, "done-by-answer")
    world.later(minutes=61)  # nobody answered: the clinic hears of it
    assert [task.assignees[-1] for task in world.all(TASKS) if task.id == id] == [HILL]


@pytest.mark.parametrize("colleague", ["mother", "father", "therapist-1"])
def test_it_is_not_handed_to_the_family_or_to_oneself(world: World, colleague: str) -> None:
    disclosed(world)
    answer = world.post_as(THERAPIST, f"{PATH}/hand-overs", {"colleague": colleague})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["colleague"])
    [item] = world.all(DISCLOSURES)
    assert item.hand_overs == ()


@pytest.mark.parametrize("who", [ELSEWHERE, staff("father", Role.SUPERVISOR), staff("x", Role.THERAPIST, "lake")])
def test_nobody_hands_over_what_they_could_not_take_over(world: World, who: object) -> None:
    disclosed(world)
    body = {"colleague": "supervisor-1"}
    assert world.post_as(who, f"{PATH}/hand-overs", body).status_code == 404  # type: ignore[arg-type]


def test_going_live_takes_two_people_and_is_on_record(world: World) -> None:
    assert world.post_as(ADMIN, POLICY, {"live": False}).json()["live"] is False
    first = world.post_as(ADMIN, POLICY, {"live": True}).json()
    assert (first["live"], first["awaits_second_person"]) == (False, True)
    assert world.post_as(ADMIN, POLICY, {"live": True}).json()["awaits_second_person"]  # the same person again
    disclosed(world)
    world.settle()
    assert world.post.letters == []
    second = world.post_as(OTHER_ADMIN, POLICY, {"live": True}).json()
    assert (second["live"], second["awaits_second_person"]) == (True, False)
    [policy] = world.all(POLICIES)
    assert policy.live_by == ("admin-1", "admin-2")
    disclosed(world, disclosure="disclosure-2", item="concern-2")
    world.settle()
    assert len(world.post.letters) == 1


def test_a_change_of_mind_on_going_live_begins_anew(world: World) -> None:
    for live in (False, True, False):
        world.post_as(ADMIN, POLICY, {"live": live})
    assert world.post_as(OTHER_ADMIN, POLICY, {"live": True}).json()["awaits_second_person"]
