"""Attempts to divert or learn of a safety message, and to keep one from coming."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import ChildTold, ConcernKind, DeliveryState, Severity
from contracts.notes import ConcernClosed, ConcernRaised
from kernel.auth.principal import Role
from kernel.store.port import Replace
from kernel.telemetry import metrics
from services.notifications.repository import CHILDREN, CONTACT_POINTS, DISCLOSURES, NOTICES, TASKS
from tests.component.notifications_family import (
    CHILD,
    DESK,
    DISCLOSURE,
    HILL,
    PATH,
    THERAPIST,
    decided,
    disclosed,
    second_family,
    settled_family,
    staff,
    told_of_child_two,
)
from tests.component.notifications_world import World, notifications

SUPERVISOR = staff("sue", Role.SUPERVISOR)
POINTS = "/people/mother/contact-points"
DIVERTED = {"channel": "email", "address": "me@elsewhere.example", "verified": True}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        settled_family(made)
        yield made


def letters_to(world: World, address: str) -> int:
    return sum(1 for _, to, _ in world.post.letters if to == address)


def test_the_other_parent_who_works_at_the_desk_neither_sees_nor_sets_an_address(world: World) -> None:
    father = staff("father", Role.FRONT_DESK)
    before = world.all(CONTACT_POINTS)
    assert world.post_as(father, POINTS, DIVERTED).status_code == 404
    assert world.get(POINTS, father).status_code == 404
    assert world.all(CONTACT_POINTS) == before


def test_a_clinic_that_does_not_treat_the_child_neither_sees_nor_sets_an_address(world: World) -> None:
    elsewhere = staff("desk-2", Role.FRONT_DESK, clinic="clinic-lake")
    assert world.post_as(elsewhere, POINTS, DIVERTED).status_code == 404
    assert world.get(POINTS, elsewhere).status_code == 404
    assert world.get(POINTS, DESK).status_code == 200


def test_a_child_about_whom_consent_does_not_answer_holds_up_no_other_childs_message(world: World) -> None:
    second_family(world)
    asked = world.consent._decision

    def deaf_for_the_first(environ: dict[str, Any], child: str, person: str) -> dict[str, Any]:
        return {} if child == CHILD else asked(environ, child, person)

    world.consent._decision = deaf_for_the_first  # type: ignore[method-assign]
    disclosed(world)
    world.clock.advance(timedelta(seconds=1))
    world.hear(replace(told_of_child_two(), decided_at=world.clock.now()))
    for _ in range(3):
        world.sender.run_once()
    assert letters_to(world, "aunt@family.example") == 1
    assert letters_to(world, "mother@family.example") == 0
    world.consent._decision = asked  # type: ignore[method-assign]
    world.later(seconds=10)
    assert letters_to(world, "mother@family.example") == 1


def test_an_accused_therapist_sees_neither_ledger_nor_task_and_does_not_take_over(world: World) -> None:
    event = decided(at=world.clock.now())
    world.hear(
        replace(event, about=("therapist-1",), raised_by="olaf", concern_kind=ConcernKind.ABUSE_EMOTIONAL)
    )
    world.later(minutes=90)
    [task] = world.all(TASKS)
    assert "therapist-1" not in task.assignees
    accused = staff("therapist-1", Role.SUPERVISOR)
    assert world.get(f"{PATH}/ledger", accused).status_code == 404
    assert world.post_as(accused, f"{PATH}/take-over").status_code == 404
    assert world.get("/tasks", accused).json() == {"tasks": []}
    done = world.post_as(accused, f"/children/{CHILD}/tasks/{task.id}/done", {"outcome": "called", "words": ""})
    assert done.status_code == 404
    assert world.get(f"{PATH}/ledger", SUPERVISOR).status_code == 200


def test_a_concern_that_was_closed_as_a_mistake_before_it_was_decided_alarms_nobody(world: World) -> None:
    world.hear(
        ConcernClosed(
            child=CHILD, concern="concern-1", clinic=HILL, reason="entered-in-error", closed_by="therapist-1",
            closed_at=world.clock.now(),
        )
    )  # fmt: skip
    disclosed(world)
    world.settle()
    assert world.post.letters == []
    assert [notice.state for notice in world.all(NOTICES) if notice.state is DeliveryState.PROVIDER_ACCEPTED] == []
    assert world.get(f"/children/{CHILD}/disclosures/{DISCLOSURE}/ledger", THERAPIST).json()["ladder"] is None


def raised(world: World, severity: Severity = Severity.SERIOUS) -> None:
    world.hear(
        ConcernRaised(
            child=CHILD, concern="concern-1", note=None, clinic=HILL, kind=ConcernKind.SELF_HARM, severity=severity,
            about=("father",), child_told=ChildTold.TOLD, raised_by="olaf", raised_at=world.clock.now(),
        )
    )  # fmt: skip


def test_a_concern_on_which_consent_does_not_decide_becomes_a_humans_task(world: World) -> None:
    raised(world)
    world.later(minutes=4)
    assert world.all(TASKS) == []
    world.later(minutes=2)
    [task] = world.all(TASKS)
    assert (task.code, task.assignees) == ("undecided", ("olaf", "therapist-1"))
    assert [item["task"] for item in world.get("/tasks", THERAPIST).json()["tasks"]] == [task.id]
    disclosed(world)
    world.settle()
    assert letters_to(world, "mother@family.example") == 1


def test_imminent_harm_waits_two_minutes_for_a_decision(world: World) -> None:
    raised(world, Severity.IMMINENT)
    world.later(minutes=2)
    assert [task.code for task in world.all(TASKS)] == ["undecided"]


def test_a_decided_or_closed_concern_opens_no_task_of_that_sort(world: World) -> None:
    raised(world)
    disclosed(world)
    world.later(minutes=6)
    assert world.all(TASKS) == []


def test_a_ladder_that_cannot_be_read_stops_no_other_childs_ladder(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    second_family(world)
    disclosed(world)
    world.clock.advance(timedelta(seconds=1))
    world.hear(replace(told_of_child_two(), decided_at=world.clock.now()))
    world.settle()
    sound = world.store.get(CHILDREN.collection, CHILD)
    assert sound is not None
    world.store.commit([Replace(CHILDREN.collection, {**sound, "basis": "Quokka"}, sound["_v"])], "spoiled")
    world.clock.advance(timedelta(minutes=16))
    world.turns["sweeper"].run_once()
    climbed = {item.child: item.ladder.rung for item in world.all(DISCLOSURES) if item.ladder is not None}
    assert climbed == {CHILD: 1, "child-2": 2}
    assert [record.message for record in caplog.records if "sweeper" in record.message] == ["sweeper.failed"]
    assert "Quokka" not in caplog.text
    assert b'alliance_turn_items_failed_total{error="ClassValidationError",turn="sweeper"}' in metrics.exposition()
