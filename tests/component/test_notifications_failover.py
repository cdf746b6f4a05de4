"""Several providers for one channel: who is asked when one refuses, throttles, hangs or is dead for an hour."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import Channel, DeliveryState, MessageClass
from kernel.errors import StoreUnavailable
from services.notifications.decisions.limits import BREAKER_HISTORY_MAX
from services.notifications.model import Breaker, BreakerState
from services.notifications.repository import BREAKERS
from tests.component.notifications_family import disclosed, notices, settled_family
from tests.component.notifications_servers import Phones, Post
from tests.component.notifications_world import World, notifications

Answering = Callable[[str, str], str | None]


@pytest.fixture
def second() -> Iterator[Post]:
    post = Post()
    post.start()
    yield post
    post.stop()


@pytest.fixture
def phones_two() -> Iterator[Phones]:
    phones = Phones()
    phones.start()
    yield phones
    phones.stop()


@pytest.fixture
def world(tmp_path: Path, second: Post, phones_two: Phones) -> Iterator[World]:
    def environ(post: Post, phones: Phones) -> dict[str, str]:
        mail = [
            {"name": name, "kind": "smtp", "host": "127.0.0.1", "port": one.port, "tls": "none"}
            for name, one in (("mail-a", post), ("mail-b", second))
        ]
        text = [{"name": name, "kind": "http", "url": one.url}
                for name, one in (("sms-a", phones), ("sms-b", phones_two))]  # fmt: skip
        (tmp_path / "providers.json").write_text(json.dumps({"email": mail, "sms": text}))
        return {"ALLIANCE_PROVIDERS_FILE": str(tmp_path / "providers.json")}

    with ExitStack() as stack:
        yield stack.enter_context(notifications(tmp_path, environ=environ))


def breaker(world: World, name: str) -> Breaker:
    return next(item for item in world.all(BREAKERS) if item.id == name)


def mailed(world: World, number: int, **changes: Any) -> None:
    disclosed(world, disclosure=f"disclosure-{number}", item=f"concern-{number}", **changes)
    world.settle()


def always(reply: str, at: str) -> Answering:
    return lambda stage, to: reply if stage == at else None


def test_the_first_provider_is_asked_as_long_as_it_takes_mail(world: World, second: Post) -> None:
    settled_family(world, "email")
    mailed(world, 1)
    assert (len(world.post.letters), len(second.letters)) == (1, 0)
    assert notices(world)[0].providers == ("mail-a",)
    assert world.all(BREAKERS) == []  # nothing is written while all is well


@pytest.mark.parametrize("message_class", [MessageClass.SAFETY, MessageClass.UPDATE])
@pytest.mark.parametrize(("reply", "stage"), [("421 closing", "mail"), ("451 later", "data"), ("554 not you", "data")])
def test_when_the_first_surely_did_not_take_it_the_second_does_at_once(
    world: World, second: Post, message_class: MessageClass, reply: str, stage: str
) -> None:
    settled_family(world, "email")
    world.post.answer = always(reply, stage)
    mailed(world, 1, message_class=message_class)
    assert (len(world.post.letters), len(second.letters)) == (0, 1)
    [notice] = [item for item in notices(world) if item.channel is Channel.EMAIL]
    assert (notice.state, notice.attempts) == (DeliveryState.PROVIDER_ACCEPTED, 1)
    assert notice.providers == ("mail-a", "mail-b")


def test_an_unfit_address_is_not_offered_to_the_second(world: World, second: Post) -> None:
    settled_family(world, "email")
    world.post.answer = always("550 no such mailbox", "rcpt")
    mailed(world, 1)
    assert second.letters == []
    assert next(item for item in notices(world) if item.rung == 1).state is DeliveryState.BOUNCED


@pytest.mark.parametrize(("message_class", "copies"), [(MessageClass.SAFETY, 2), (MessageClass.UPDATE, 1)])
def test_after_a_doubt_safety_goes_by_the_second_and_routine_never_twice(
    world: World, second: Post, message_class: MessageClass, copies: int
) -> None:
    settled_family(world, "email")
    world.post.answer = always("taken-then-hang-up", "data")
    mailed(world, 1, message_class=message_class)
    for _ in range(4):
        world.later(minutes=10)
    assert len(world.post.letters) + len(second.letters) == copies
    assert len({content.split(b"Message-ID: ")[1].split(b"\r\n")[0] for _, _, content in
                (*world.post.letters, *second.letters)}) == 1  # fmt: skip


def test_a_dead_first_provider_is_left_alone_and_asked_again_when_it_is_back(world: World, second: Post) -> None:
    settled_family(world, "email")
    world.post.answer = always("421 closing", "mail")
    for number in range(5):
        mailed(world, number)
    assert len(second.letters) == 5
    opened = breaker(world, "mail-a")
    assert (opened.state, opened.history[-1].reason) == (BreakerState.OPEN, "smtp-421")
    asked = world.post.connections
    mailed(world, 6)
    assert world.post.connections == asked
    world.post.answer = lambda stage, to: None
    world.later(minutes=2)
    mailed(world, 7)
    assert len(world.post.letters) == 1
    assert breaker(world, "mail-a").state is BreakerState.CLOSED
    assert [turned.state.value for turned in breaker(world, "mail-a").history] == ["open", "half-open", "closed"]


@pytest.mark.parametrize("message_class", [MessageClass.SAFETY, MessageClass.UPDATE])
def test_both_dead_for_an_hour_nothing_is_lost_and_nothing_goes_twice(
    world: World, second: Post, message_class: MessageClass
) -> None:
    settled_family(world, "email")
    for post in (world.post, second):
        post.answer = always("421 closing", "mail")
    for number in range(4):
        mailed(world, number, message_class=message_class)
    for _ in range(30):
        world.later(minutes=2)
    assert len(world.post.letters) + len(second.letters) == 0
    assert {item.state for item in notices(world) if item.channel is Channel.EMAIL} == {DeliveryState.ACCEPTED}
    assert len(breaker(world, "mail-b").history) <= BREAKER_HISTORY_MAX
    for post in (world.post, second):
        post.answer = lambda stage, to: None
    for _ in range(10):
        world.later(minutes=2)
    assert len(world.post.letters) + len(second.letters) == 4
    sent = {item.state for item in notices(world) if item.channel is Channel.EMAIL}
    assert sent == {DeliveryState.PROVIDER_ACCEPTED}


def test_while_all_are_at_rest_no_provider_is_asked(world: World, second: Post) -> None:
    settled_family(world, "email")
    for post in (world.post, second):
        post.answer = always("421 closing", "mail")
    for number in range(4):
        mailed(world, number)
    asked = world.post.connections + second.connections
    mailed(world, 9)
    assert world.post.connections + second.connections == asked
    waiting = next(item for item in notices(world) if item.disclosure == "disclosure-9")
    assert (waiting.state, waiting.reason) == (DeliveryState.ACCEPTED, "providers-resting")


def test_too_many_requests_send_the_text_by_the_second_provider(world: World, phones_two: Phones) -> None:
    settled_family(world, "sms")
    world.phones.status, world.phones.headers = 429, {"Retry-After": "120"}
    mailed(world, 1)
    assert (len(world.phones.messages), len(phones_two.messages)) == (0, 1)
    for number in range(2, 5):
        mailed(world, number)
    rest = breaker(world, "sms-a")
    assert rest.probe_at is not None
    assert (rest.probe_at - rest.history[-1].at).total_seconds() == 120


def test_a_server_error_sends_safety_by_the_second_and_an_update_never_twice(
    world: World, phones_two: Phones
) -> None:
    settled_family(world, "sms")
    world.phones.status = 500
    mailed(world, 1)
    assert len(phones_two.messages) == 1
    mailed(world, 2, message_class=MessageClass.UPDATE)
    world.later(hours=1)
    assert len(phones_two.messages) == 1


def test_without_the_store_the_breakers_copy_decides_and_mail_still_goes(
    world: World, second: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled_family(world, "email")
    world.post.answer = always("421 closing", "mail")
    real = type(world.store).commit

    def torn(store: Any, writes: Any, *rest: Any, **more: Any) -> Any:
        if any(write.collection.name == "breakers" for write in writes if hasattr(write, "collection")):
            raise StoreUnavailable("away")
        return real(store, writes, *rest, **more)

    monkeypatch.setattr(type(world.store), "commit", torn)
    for number in range(5):
        mailed(world, number)
    assert len(second.letters) == 5
    assert world.all(BREAKERS) == []
