"""Each kind of stuck thing finds its end although the normal course has missed it: no timer and no sender run here."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from contracts.codes import ChildTold, ConcernKind, DeliveryState, LadderState, MessageClass, Severity
from contracts.notes import ConcernRaised
from kernel.auth.principal import Role
from kernel.store.port import Replace
from services.notifications.decisions.holds import TELL_CHILD_FIRST
from services.notifications.decisions.notices import intended
from services.notifications.model import PointerState, PointState, Watched
from services.notifications.repository import CONTACT_POINTS, DISCLOSURES, NOTICES, POINTERS, TASKS, WATCHED
from services.notifications.turns.sweeper import LINKS
from services.notifications.turns.sweeps import SWEEPS
from tests.component.notifications_family import (
    CHILD,
    HILL,
    PATH,
    decided,
    disclosed,
    guardian,
    notices,
    proved,
    settled_family,
    staff,
)
from tests.component.notifications_world import World, notifications


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        settled_family(made)
        yield made


def swept(world: World, kind: str, **later: float) -> None:
    """Time passes without timers and senders; the sweeper alone looks, and counts what it settled by its kind."""
    before = REGISTRY.get_sample_value("alliance_stuck_settled_total", {"kind": kind}) or 0
    world.clock.advance(timedelta(**later))
    world.turns["sweeper"].run_once()
    after = REGISTRY.get_sample_value("alliance_stuck_settled_total", {"kind": kind}) or 0
    assert after > before, kind


def state_of(world: World) -> LadderState | None:
    [item] = world.all(DISCLOSURES)
    return None if item.ladder is None else item.ladder.state


def test_every_kind_has_its_test_here() -> None:
    kinds = {*SWEEPS, LINKS}
    assert kinds == {
        "overdue-rung", "intent-without-answer", "message-not-tried", "concern-undecided", "concern-unresolved",
        "task-overdue", "receipt-missing", "link-outlived", "contact-point-due",
    }  # fmt: skip


def test_a_rung_that_its_timer_did_not_take(world: World) -> None:
    disclosed(world)
    swept(world, "overdue-rung", minutes=16)
    assert [notice.rung for notice in notices(world)] == [1, 2]


def test_a_ladder_that_is_held_past_its_bound(world: World) -> None:
    mother = decided(at=world.clock.now()).adults[0]
    owed = replace(mother, obligations=(TELL_CHILD_FIRST,))
    disclosed(world, adults=(owed,))
    assert state_of(world) is LadderState.HELD
    swept(world, "overdue-rung", hours=4.1)
    assert state_of(world) is LadderState.CLIMBING


def test_a_safety_message_that_no_sender_takes_calls_the_next_rung_and_in_the_end_a_human(world: World) -> None:
    disclosed(world)
    swept(world, "message-not-tried", minutes=11)
    [item] = world.all(DISCLOSURES)
    assert item.next_due == world.clock.now()  # at once, not when the clock would have said
    for _ in range(3):
        world.clock.advance(timedelta(seconds=31))
        world.turns["sweeper"].run_once()
        world.clock.advance(timedelta(minutes=11))
        world.turns["sweeper"].run_once()
    assert state_of(world) is LadderState.EXHAUSTED


def test_a_routine_message_that_no_sender_takes_expires_when_it_is_too_late_for_it(world: World) -> None:
    disclosed(world, message_class=MessageClass.UPDATE, severity=None, concern_kind=None)
    swept(world, "message-not-tried", hours=24.5)
    [notice] = notices(world)
    assert (notice.state.value, notice.reason) == ("expired", "not-tried")
    assert world.all(POINTERS)[0].state is PointerState.WITHDRAWN


def test_an_intent_without_an_answer_is_settled_by_the_rule_of_its_class(world: World) -> None:
    disclosed(world)
    [notice] = notices(world)
    document = world.store.get(NOTICES.collection, notice.id)
    assert document is not None
    gone = NOTICES.to_document(intended(notice, None, world.clock.now()))
    world.store.commit([Replace(NOTICES.collection, gone, document["_v"])], "a-crash")
    swept(world, "intent-without-answer", seconds=121)
    [after] = notices(world)
    assert [step.state for step in after.history][-2:] == [DeliveryState.UNKNOWN, DeliveryState.ACCEPTED]


def test_a_concern_that_consent_never_decides_is_a_humans_although_the_timer_is_lost(world: World) -> None:
    world.hear(
        ConcernRaised(
            child=CHILD, concern="concern-5", note=None, clinic=HILL, raised_by="therapist-1",
            kind=ConcernKind.SELF_HARM, severity=Severity.SERIOUS, about=(), child_told=ChildTold.TOLD,
            raised_at=world.clock.now(),
        )
    )  # fmt: skip
    swept(world, "concern-undecided", minutes=6)
    assert [task.code for task in world.all(TASKS)] == ["undecided"]
    assert world.all(WATCHED) == list[Watched]()
    world.settle()
    assert len(world.all(TASKS)) == 1  # the timer went with it


def test_an_open_concern_whose_timer_was_lost(world: World) -> None:
    disclosed(world)
    proved(world)
    world.post_as(guardian("mother"), f"{PATH}/views")
    world.post_as(guardian("mother"), f"{PATH}/acknowledgements")
    swept(world, "concern-unresolved", hours=73)
    assert [task.code for task in world.all(TASKS)] == ["concern-unresolved"]
    world.settle()
    assert len(world.all(TASKS)) == 1


def test_a_task_that_nobody_does_is_the_supervisors(world: World) -> None:
    disclosed(world)
    world.later(minutes=60)
    [task] = world.all(TASKS)
    assert (task.code, HILL in task.assignees) == ("ladder-exhausted", False)
    swept(world, "task-overdue", minutes=61)
    assert world.all(TASKS)[0].assignees == (*task.assignees, HILL)
    admin = staff("admin-1", Role.CLINIC_ADMIN)
    assert [item["task"] for item in world.get("/tasks", admin).json()["tasks"]] == [task.id]
    opened = [item["assignees"] for item in world.said("task-opened")]
    assert opened == [list(task.assignees), [*task.assignees, HILL]]


def test_a_message_that_a_provider_took_and_never_spoke_of_again_is_unknown_and_not_sent_again(world: World) -> None:
    disclosed(world)
    world.settle()
    assert len(world.post.letters) == 1
    swept(world, "receipt-missing", hours=73)
    first = notices(world)[0]
    assert (first.state.value, first.reason) == ("unknown", "no-receipt")
    world.turns["sender"].run_once()
    assert [notice.attempts for notice in notices(world) if notice.id == first.id] == [1]


def test_a_link_that_outlived_the_right_to_what_it_leads_to(world: World) -> None:
    disclosed(world)
    world.settle()
    world.consent.withheld.add("mother")
    world.clock.advance(timedelta(minutes=16))
    world.node.timers().run_once()  # the second rung is decided anew, and withholds
    assert [pointer.state for pointer in world.all(POINTERS)] == [PointerState.VALID]
    swept(world, "link-outlived", seconds=16)
    assert [pointer.state for pointer in world.all(POINTERS)] == [PointerState.WITHDRAWN]


def test_an_address_that_nobody_showed_to_be_theirs_is_retired(world: World) -> None:
    body = {"channel": "sms", "address": "+15550177"}
    point = world.post_as(guardian("mother"), "/me/contact-points", body).json()["contact_point"]
    swept(world, "contact-point-due", hours=25)
    [found] = [item for item in world.all(CONTACT_POINTS) if item.id == point]
    assert found.state is PointState.RETIRED
