"""What the sender leaves when it dies, and who settles it."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import Channel, DeliveryState, MessageClass
from kernel.auth.principal import Principal
from kernel.dispatch import Dispatcher
from kernel.errors import StoreUnavailable
from kernel.together import Done, run_together
from services.notifications.commands import RecordReceipts
from services.notifications.model import Disclosure, Receipt
from services.notifications.providers.port import Message
from services.notifications.repository import DISCLOSURES
from services.notifications.turns import sender
from tests.component.notifications_family import (
    DISCLOSURE,
    disclosed,
    notices,
    settled_family,
)
from tests.component.notifications_world import World, notifications


class Died(BaseException):
    """The process is gone at this point."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        yield made


def disclosure(world: World) -> Disclosure:
    return next(item for item in world.all(DISCLOSURES) if item.id == DISCLOSURE)


@pytest.mark.parametrize("message_class", [MessageClass.SAFETY, MessageClass.UPDATE])
@pytest.mark.parametrize("moment", ["before-the-call", "after-the-call"])
def test_a_crash_between_intent_and_answer_is_settled_by_rule(
    world: World, message_class: MessageClass, moment: str
) -> None:
    settled_family(world, "email")
    disclosed(world, message_class=message_class)
    provider = world.sender.providers[Channel.EMAIL]

    class Dying:
        def send(self, message: Message) -> Receipt:
            if moment == "after-the-call":
                provider.send(message)
            raise Died

        def close(self) -> None:
            provider.close()

    world.sender.providers = {Channel.EMAIL: Dying()}
    with pytest.raises(Died):
        world.sender.run_once()
    assert notices(world)[0].state is DeliveryState.DISPATCHED
    world.sender.providers = {Channel.EMAIL: provider}
    world.later(minutes=1)
    assert notices(world)[0].state is DeliveryState.DISPATCHED  # somebody may still be in the call
    world.later(minutes=2)
    world.later(minutes=2)
    before = 1 if moment == "after-the-call" else 0
    safety = message_class is MessageClass.SAFETY
    assert len(world.post.letters) == before + (1 if safety else 0)
    assert notices(world)[0].state.value == ("provider-accepted" if safety else "unknown")
    assert [step.state.value for step in notices(world)[0].history][:3] == ["accepted", "dispatched", "unknown"]


def test_the_intent_is_durable_before_the_provider_is_called(world: World) -> None:
    settled_family(world, "email")
    disclosed(world)
    seen: list[str] = []
    world.post.answer = lambda at, to: seen.append(notices(world)[0].state.value)
    world.settle()
    assert set(seen) == {"dispatched"}


def test_a_lost_store_after_the_call_leaves_the_intent(world: World) -> None:
    settled_family(world, "email")
    disclosed(world)

    def failing(dispatcher: Dispatcher, commands: list[Any], actor: Principal) -> list[Done]:
        if any(isinstance(command, RecordReceipts) for command in commands):
            raise StoreUnavailable("away")
        return run_together(dispatcher, commands, actor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sender, "run_together", failing)
        with pytest.raises(StoreUnavailable):
            world.sender.run_once()
    assert notices(world)[0].state is DeliveryState.DISPATCHED


def test_two_senders_call_the_provider_once(world: World) -> None:
    settled_family(world, "email")
    disclosed(world)
    both = threading.Barrier(2)

    def turn() -> None:
        both.wait()
        world.sender.run_once()

    threads = [threading.Thread(target=turn) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(world.post.letters) == 1


def test_the_sweeper_takes_a_rung_whose_timer_was_lost(world: World) -> None:
    settled_family(world)
    disclosed(world)
    world.settle()
    world.clock.advance(disclosure(world).next_due - world.clock.now())  # type: ignore[operator]
    world.turns["sweeper"].run_once()
    assert len(notices(world)) == 1  # the timer has its time first
    from datetime import timedelta

    world.clock.advance(timedelta(seconds=31))
    world.turns["sweeper"].run_once()
    world.settle()
    assert [item.rung for item in notices(world)] == [1, 2]
    assert len(world.phones.messages) == 1
