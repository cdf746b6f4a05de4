"""Nobody is reminded of what is done: an owner says that an item is settled, and what waits for it does not leave."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.codes import DeliveryState, DisclosureClass, MessageClass
from contracts.goals import ItemSettled
from contracts.notes import ItemSettled as NotesItemSettled
from tests.component.notifications_family import CHILD, disclosed, notices, settled_family
from tests.component.notifications_world import World, notifications


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        settled_family(made)
        yield made


def shared(world: World) -> None:
    disclosed(
        world,
        item_service="goals",
        item="practice-1",
        disclosure_class=DisclosureClass.HOME_PRACTICE,
        message_class=MessageClass.REMINDER,
        concern_kind=None,
        severity=None,
    )


def settled(world: World) -> None:
    world.hear(ItemSettled(child=CHILD, item="practice-1", reason="done", settled_at=world.clock.now()))


def test_a_reminder_that_waits_when_the_thing_is_done_never_leaves(world: World) -> None:
    shared(world)
    settled(world)
    world.settle()
    assert world.post.letters == []
    assert [(item.state, item.reason) for item in notices(world)] == [(DeliveryState.SUPPRESSED, "settled")]
    assert [item["state"] for item in world.said("delivery-changed")] == ["accepted", "suppressed"]


def test_a_decision_that_comes_after_the_thing_was_done_reminds_nobody(world: World) -> None:
    settled(world)
    shared(world)
    world.settle()
    assert (world.post.letters, notices(world)) == ([], [])


def test_what_is_settled_twice_is_settled_once(world: World) -> None:
    shared(world)
    settled(world)
    settled(world)
    assert len(world.said("delivery-changed")) == 2


def test_an_item_of_another_service_with_the_same_name_goes_on(world: World) -> None:
    shared(world)
    world.hear(NotesItemSettled(child=CHILD, item="practice-1", reason="done", settled_at=world.clock.now()))
    world.settle()
    assert len(world.post.letters) == 1
