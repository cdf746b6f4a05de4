"""What staff may do and see: policies, ledger, tasks; and what others of the staff may not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import Outcome
from contracts.consent import AdultDecision, CareTeamChanged
from contracts.notes import ConcernClosed
from kernel.auth.principal import Role
from services.notifications.repository import POLICIES, TASKS
from tests.component.notifications_family import (
    CHILD,
    HILL,
    PATH,
    THERAPIST,
    add_point,
    disclosed,
    guardian,
    notices,
    proved,
    settled_family,
    staff,
)
from tests.component.notifications_world import World, notifications

SUPERVISOR = staff("supervisor-1", Role.SUPERVISOR)
ADMIN = staff("admin-1", Role.CLINIC_ADMIN)
HUMAN = [{"after_minutes": 0, "channel": "email"}, {"after_minutes": 2, "channel": "voice"}]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        yield made


def test_a_clinics_policy_is_a_new_version_and_climbing_ladders_keep_theirs(world: World) -> None:
    settled_family(world)
    disclosed(world)
    answer = world.post_as(ADMIN, f"/clinics/{HILL}/policy", {"live": True, "rungs": HUMAN})
    assert answer.json() == {
        "clinic": HILL, "policy": "ladder.clinic.1", "version": 1, "live": True, "awaits_second_person": False,
    }  # fmt: skip
    disclosed(world, disclosure="disclosure-2")
    started = world.said("ladder-started")
    assert [item["policy"] for item in started] == ["ladder.default.1", "ladder.clinic.1"]
    world.later(minutes=3)
    ended = [item["disclosure"] for item in world.said("ladder-moved") if item["state"] == "exhausted"]
    assert ended == ["disclosure-2"]


@pytest.mark.parametrize(
    "rungs",
    [
        [],
        [{"after_minutes": 0, "channel": "email"}],
        [{"after_minutes": 5, "channel": "voice"}],
        [{"after_minutes": 0, "channel": "email"}, {"after_minutes": 0, "channel": "voice"}],
        [{"after_minutes": 0, "channel": "email"}, {"after_minutes": 9999, "channel": "voice"}],
        [{"after_minutes": 0, "channel": "pigeon"}],
    ],
)
def test_a_ladder_without_a_human_at_its_end_within_a_day_is_refused(world: World, rungs: list[Any]) -> None:
    answer = world.post_as(ADMIN, f"/clinics/{HILL}/policy", {"live": True, "rungs": rungs})
    assert answer.status_code == 422
    assert world.all(POLICIES) == []


def test_an_admin_of_another_clinic_cannot_change_the_policy(world: World) -> None:
    elsewhere = staff("admin-2", Role.CLINIC_ADMIN, clinic="clinic-lake")
    assert world.post_as(elsewhere, f"/clinics/{HILL}/policy", {"live": False}).status_code == 404


def test_a_trial_clinic_messages_nobody_outside_and_a_human_is_on_it_at_once(world: World) -> None:
    settled_family(world)
    world.post_as(ADMIN, f"/clinics/{HILL}/policy", {"live": False})
    disclosed(world)
    world.settle()
    assert (world.post.letters, world.phones.messages) == ([], [])
    assert {notice.reason for notice in notices(world)} == {"trial"}
    assert [task.code for task in world.all(TASKS)] == ["ladder-exhausted"]


def test_the_ledger_holds_why_each_attempt_and_each_act(world: World) -> None:
    settled_family(world)
    disclosed(world)
    proved(world)
    mother = guardian("mother")
    world.post_as(mother, f"{PATH}/acknowledgements")
    world.post_as(mother, f"{PATH}/answers", {"words": "we are home"})
    ledger = world.get(f"{PATH}/ledger", THERAPIST).json()
    adults = {item["person"]: item for item in ledger["adults"]}
    assert adults["father"]["outcome"] == "withhold"
    assert all(item["rules"] == ["rule"] for item in adults.values())
    assert adults["father"]["notices"] == []
    told = adults["mother"]
    assert all(told[name] for name in ("told_at", "opened_at", "acknowledged_at", "answered_at"))
    assert told["answers"][0]["words"] == "we are home"
    steps = [step["state"] for step in told["notices"][0]["steps"]]
    assert steps == ["accepted", "dispatched", "provider-accepted"]
    assert ledger["ladder"]["state"] == "acknowledged"
    assert "family.example" not in str(ledger)


@pytest.mark.parametrize(
    "who",
    [
        staff("therapist-9", Role.THERAPIST),  # not in the care team
        staff("supervisor-9", Role.SUPERVISOR, clinic="clinic-lake"),
        staff("therapist-1", Role.THERAPIST, network="network-south"),
        staff("father", Role.SUPERVISOR),  # an adult of the child who works here
    ],
)
def test_staff_without_a_right_to_the_child_get_the_answer_of_nothing(world: World, who: Any) -> None:
    settled_family(world)
    disclosed(world)
    absent = world.get("/children/none/disclosures/none/ledger", who)
    hidden = world.get(f"{PATH}/ledger", who)
    assert (hidden.status_code, hidden.json()["code"]) == (absent.status_code, absent.json()["code"])
    assert hidden.status_code == 404
    assert world.post_as(who, f"{PATH}/take-over").status_code == 404


def test_a_new_member_of_the_care_team_may_see_and_a_former_may_not(world: World) -> None:
    settled_family(world)
    disclosed(world)
    world.hear(CareTeamChanged(child=CHILD, clinic=HILL, care_team=("therapist-2",)))
    assert world.get(f"{PATH}/ledger", staff("therapist-2", Role.THERAPIST)).status_code == 200
    assert world.get(f"{PATH}/ledger", THERAPIST).status_code == 404


def test_the_ledger_of_a_front_desk_names_nobody_who_was_not_told_and_no_reason(world: World) -> None:
    settled_family(world)
    disclosed(world)
    proved(world)
    world.post_as(guardian("mother"), f"{PATH}/views")
    world.post_as(guardian("mother"), f"{PATH}/answers", {"words": "we are home"})
    for role in (Role.FRONT_DESK, Role.CLINIC_ADMIN):
        ledger = world.get(f"{PATH}/ledger", staff("somebody", role)).json()
        assert [adult["person"] for adult in ledger["adults"]] == ["mother"]
        assert {"policy", "ladder", "tasks", "message_class"} & ledger.keys() == set()
        for hidden in ("rule", "withhold", "permit", "father", "we are home", "safety"):
            assert hidden not in str(ledger), hidden
    assert world.get(f"{PATH}/ledger", staff("mother", Role.FRONT_DESK)).status_code == 404


def test_whom_it_is_about_reads_no_ledger_whatever_their_role(world: World) -> None:
    settled_family(world)
    disclosed(world, about=("accused-1",))
    for role in (Role.SUPERVISOR, Role.CLINIC_ADMIN, Role.FRONT_DESK):
        assert world.get(f"{PATH}/ledger", staff("accused-1", role)).status_code == 404


def test_a_take_over_ends_the_ladder_once(world: World) -> None:
    settled_family(world)
    disclosed(world)
    assert world.post_as(SUPERVISOR, f"{PATH}/take-over").json() == {"state": "taken-over"}
    moved = world.said("ladder-moved")
    assert [(item["state"], item["person"]) for item in moved] == [("taken-over", "supervisor-1")]
    assert world.post_as(SUPERVISOR, f"{PATH}/take-over").status_code == 409
    world.later(hours=2)
    assert world.said("task-opened") == []


def test_tasks_wait_for_those_named_and_for_supervisors_and_are_done_once(world: World) -> None:
    settled_family(world)
    escalated = (AdultDecision(person="mother", outcome=Outcome.ESCALATE, obligations=(), rules=()),)
    disclosed(world, adults=escalated)
    for who in (staff("oncall-1", Role.THERAPIST), THERAPIST, SUPERVISOR):
        assert [item["code"] for item in world.get("/tasks", who).json()["tasks"]] == ["escalated"]
    assert world.get("/tasks", staff("therapist-9", Role.THERAPIST)).json() == {"tasks": []}
    assert world.get("/tasks", staff("supervisor-9", Role.SUPERVISOR, clinic="clinic-lake")).json() == {"tasks": []}
    path = f"/children/{CHILD}/tasks/{world.all(TASKS)[0].id}/done"
    body = {"outcome": "reached-by-telephone", "words": "Canary spoke"}
    assert world.post_as(staff("therapist-9", Role.THERAPIST), path, body).status_code == 404
    assert world.post_as(THERAPIST, path, body).status_code == 201
    assert world.post_as(SUPERVISOR, path, body).status_code == 409
    done = world.said("task-done")
    assert [(item["outcome"], item["done_by"]) for item in done] == [("reached-by-telephone", "therapist-1")]
    assert "Canary" not in repr(world.store.find(TASKS.collection, {}, (), 10))


def test_a_closed_concern_ends_its_ladder(world: World) -> None:
    settled_family(world)
    disclosed(world)
    world.hear(
        ConcernClosed(
            child=CHILD, concern="concern-1", clinic=HILL, reason="resolved", closed_by="therapist-1",
            closed_at=world.clock.now(),
        )
    )  # fmt: skip
    assert [item["state"] for item in world.said("ladder-moved")] == ["closed"]
    world.later(hours=2)
    assert world.said("task-opened") == []


def test_safe_hours_hold_a_message_back_while_the_ladder_climbs_on(world: World) -> None:
    settled_family(world, "sms")
    hours = {"from": "18:00", "until": "20:00", "zone": "UTC"}
    add_point(world, "mother", "email", "ann@family.example", safe_hours=hours)
    disclosed(world)
    world.settle()
    assert world.post.letters == []
    world.later(minutes=16)
    assert len(world.phones.messages) == 1
    world.later(hours=4)
    assert len(world.post.letters) == 1


def test_a_disclosure_heard_again_changes_nothing(world: World) -> None:
    settled_family(world)
    disclosed(world)
    disclosed(world)
    world.settle()
    assert len(world.post.letters) == 1
    assert world.all(POLICIES) == []


def test_what_ends_with_the_clinic_itself_is_on_the_list_of_those_responsible_for_it_alone(world: World) -> None:
    settled_family(world)
    disclosed(world, adults=(AdultDecision(person="father", outcome=Outcome.WITHHOLD, obligations=(), rules=("r",)),),
              on_call=(HILL,), raised_by="father")  # fmt: skip
    [task] = world.all(TASKS)
    assert (task.code, task.assignees) == ("nobody-permitted", (HILL,))
    assert [item["task"] for item in world.get("/tasks", ADMIN).json()["tasks"]] == [task.id]
    elsewhere = staff("admin-2", Role.CLINIC_ADMIN, clinic="clinic-lake")
    desk = staff("desk-9", Role.FRONT_DESK)
    path = f"/children/{CHILD}/tasks/{task.id}/done"
    for other in (elsewhere, desk):
        assert world.get("/tasks", other).json() == {"tasks": []}
        assert world.post_as(other, path, {"outcome": "decided"}).status_code in (403, 404)
    assert world.post_as(ADMIN, path, {"outcome": "decided"}).status_code == 201
