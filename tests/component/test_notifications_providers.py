"""What the answers of a real mail server and of a real text-message server lead to."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import Channel, DeliveryState, MessageClass
from kernel.clock import SteppedClock
from services.notifications.messages import Text
from services.notifications.model import Answered, Disclosure
from services.notifications.providers.port import Message
from services.notifications.providers.smtp import SmtpProvider, SmtpServer
from services.notifications.repository import CONTACT_POINTS, DISCLOSURES
from tests.component.notifications_family import (
    DISCLOSURE,
    disclosed,
    notices,
    settled_family,
)
from tests.component.notifications_world import MORNING, World, notifications


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        yield made


def disclosure(world: World) -> Disclosure:
    return next(item for item in world.all(DISCLOSURES) if item.id == DISCLOSURE)


def test_one_connection_is_kept_for_many_mails(world: World) -> None:
    settled_family(world)
    for number in range(4):
        disclosed(world, disclosure=f"disclosure-{number}")
    world.settle()
    assert len(world.post.letters) == 4
    assert world.post.connections == 1


def test_a_kept_connection_that_the_server_let_go_is_opened_again(world: World) -> None:
    settled_family(world)
    disclosed(world)
    world.settle()
    [mail] = world.sender.providers[Channel.EMAIL].providers  # type: ignore[attr-defined]
    [line] = mail.provider._idle
    line._connection.sock.close()
    disclosed(world, disclosure="disclosure-2")
    world.settle()
    assert len(world.post.letters) == 2


@pytest.mark.parametrize("stage", ["rcpt", "data"])
def test_a_refused_address_bounces_becomes_unusable_and_the_next_rung_comes_at_once(world: World, stage: str) -> None:
    settled_family(world)
    world.post.answer = lambda at, to: "550 no such mailbox" if at == stage else None
    disclosed(world)
    world.settle()
    first, second = notices(world)
    assert (first.state, first.reason) == (DeliveryState.BOUNCED, "smtp-550")
    assert second.channel is Channel.SMS
    assert second.created_at == world.clock.now()
    assert len(world.phones.messages) == 1
    spoilt = next(item for item in world.all(CONTACT_POINTS) if item.id == first.contact_point)
    assert (spoilt.usable, spoilt.reason) == (False, "bounced")


def test_a_refused_message_does_not_spoil_the_address(world: World) -> None:
    settled_family(world)
    world.post.answer = lambda at, to: "554 content refused" if at == "data" else None
    disclosed(world)
    world.settle()
    assert notices(world)[0].state is DeliveryState.BOUNCED
    assert all(item.usable for item in world.all(CONTACT_POINTS))


@pytest.mark.parametrize(("stage", "reply"), [("mail", "451 later"), ("rcpt", "450 grey"), ("data", "452 full"),
                                              ("mail", "550 we do not like you")])  # fmt: skip
def test_a_transient_answer_is_tried_again_later_until_it_goes(world: World, stage: str, reply: str) -> None:
    settled_family(world)
    world.post.answer = lambda at, to: reply if at == stage else None
    disclosed(world)
    world.settle()
    waiting = notices(world)[0]
    assert (waiting.state, waiting.attempts) == (DeliveryState.ACCEPTED, 1)
    assert waiting.due > world.clock.now()
    world.later(seconds=6)
    assert notices(world)[0].attempts == 2
    world.post.answer = lambda at, to: None
    world.later(seconds=20)
    assert notices(world)[0].state is DeliveryState.PROVIDER_ACCEPTED
    assert len(world.post.letters) == 1


def test_a_dead_mail_server_for_an_hour_loses_nothing(world: World) -> None:
    settled_family(world, "email")
    world.post.stop()
    disclosed(world)
    for _ in range(12):
        world.later(minutes=5)
    waiting = notices(world)[0]
    assert waiting.state is DeliveryState.ACCEPTED
    assert [event["code"] for event in world.said("task-opened")] == ["ladder-exhausted"]


@pytest.mark.parametrize(
    ("message_class", "sent", "state"),
    [(MessageClass.SAFETY, 2, "provider-accepted"), (MessageClass.UPDATE, 1, "unknown")],
)
def test_after_an_unsure_answer_safety_goes_again_and_routine_never(
    world: World, message_class: MessageClass, sent: int, state: str
) -> None:
    settled_family(world, "email")
    world.post.answer = lambda at, to: "taken-then-hang-up" if at == "data" else None
    disclosed(world, message_class=message_class)
    world.settle()
    world.post.answer = lambda at, to: None
    world.later(minutes=1)
    world.later(hours=2)
    assert len(world.post.letters) == sent
    assert notices(world)[0].state.value == state


def test_mail_needs_tls_when_the_clinic_says_so(world: World) -> None:
    server = SmtpServer(host="127.0.0.1", port=world.post.port, tls="starttls", sender="no-reply@alliance.example")
    provider = SmtpProvider(server, world.clock)
    world.sender.providers = {Channel.EMAIL: provider}
    settled_family(world, "email")
    disclosed(world)
    world.settle()
    assert world.post.letters == []
    assert notices(world)[0].reason == "connection"


@pytest.mark.parametrize(
    ("status", "state", "body"),
    [
        (422, "bounced", '{"code": "address"}'),
        (429, "accepted", ""),
        (503, "accepted", ""),
        (401, "accepted", ""),
        (500, "accepted", ""),  # unsure, hence again: this is a safety notice
        (200, "provider-accepted", '{"id": "provider-7"}'),
        (200, "provider-accepted", "no json at all"),
    ],
)
def test_the_text_message_providers_answers(world: World, status: int, state: str, body: str) -> None:
    settled_family(world, "sms")
    world.phones.status, world.phones.body, world.phones.headers = status, body, {"Retry-After": "120"}
    disclosed(world)
    world.settle()
    sent = [item for item in notices(world) if item.channel is Channel.SMS]
    assert sent[0].state.value == state
    assert world.phones.tokens[0] == "Bearer provider-token"
    if status in (429, 503):
        assert (sent[0].due - world.clock.now()).total_seconds() == 120


def test_a_text_message_broken_off_is_unsure(world: World) -> None:
    settled_family(world, "sms")
    world.phones.hang_up = True
    disclosed(world, message_class=MessageClass.UPDATE)
    world.settle()
    assert [item.state.value for item in notices(world)] == ["unknown"]


class Silent:
    """A mail server that follows the protocol up to one command and then says nothing more."""

    def __init__(self, until: str) -> None:
        self.until, self.socket = until, socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.said = threading.Event()  # set at the end of the test: lets the thread go
        self._thread = threading.Thread(target=self._talk, daemon=True)
        self._thread.start()

    def _talk(self) -> None:
        connection, _ = self.socket.accept()
        with connection, connection.makefile("rwb") as lines:
            if self.until != "greeting":
                self._answer(lines, b"220 here")
                self._converse(lines)
            self.said.wait(10)

    def _converse(self, lines: Any) -> None:
        for line in lines:
            command = line[:4].decode().strip().lower()
            if command == self.until or (self.until == "content" and line == b".\r\n"):
                return
            if command in ("ehlo", "mail", "rcpt", "data", "rset"):
                self._answer(lines, b"354 go on" if command == "data" else b"250 yes")

    def _answer(self, lines: Any, text: bytes) -> None:
        lines.write(text + b"\r\n")
        lines.flush()

    def stop(self) -> None:
        self.said.set()
        self._thread.join(5)
        self.socket.close()


@pytest.mark.parametrize(
    ("until", "answered"),
    [
        ("greeting", Answered.UNAVAILABLE),
        ("mail", Answered.UNAVAILABLE),
        ("rcpt", Answered.UNAVAILABLE),
        ("content", Answered.UNSURE),
    ],
)
def test_a_server_that_falls_silent_is_unsure_only_after_the_content(until: str, answered: Answered) -> None:
    server = Silent(until)
    place = SmtpServer(
        host="127.0.0.1", port=server.port, tls="none", sender="no-reply@alliance.example", timeout_seconds=0.3
    )
    message = Message(to="a@family.example", text=Text("You have a new message", "Hello"), reference="notice-1")
    receipt = SmtpProvider(place, SteppedClock(MORNING)).send(message)
    server.stop()
    assert receipt.answered is answered
