"""What the sender does with a real mail server and a real text-message server, and what it leaves when it dies."""

import quopri
import threading
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

from contracts.codes import Channel, DeliveryState, MessageClass
from kernel.errors import StoreUnavailable
from services.notifications.commands import RecordReceipt
from services.notifications.model import Disclosure, Receipt
from services.notifications.providers.port import Message
from services.notifications.providers.smtp import SmtpProvider, SmtpServer
from services.notifications.repository import CONTACT_POINTS, DISCLOSURES
from tests.component.notifications_family import (
    CHILD,
    DISCLOSURE,
    MAIL,
    basis_changed,
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


def test_a_permitted_adult_gets_a_neutral_mail_and_the_withheld_one_nothing(world: World) -> None:
    settled_family(world)
    disclosed(world)
    world.settle()
    assert [(to, sender.partition("+")[0]) for sender, to, _ in world.post.letters] == [(MAIL["mother"], "bounce")]
    mail = message_from_bytes(world.post.letters[0][2])
    assert mail["Subject"] == "You have a new message"
    notice = notices(world)[0]
    assert mail["Message-ID"] == f"<{notice.id}@alliance.example>"
    assert mail["List-Unsubscribe"] is None
    assert notice.state is DeliveryState.PROVIDER_ACCEPTED
    assert [event["state"] for event in world.said("delivery-changed")] == [
        "accepted", "dispatched", "provider-accepted",
    ]  # fmt: skip


def test_a_spanish_reader_gets_spanish_and_nothing_confidential_is_anywhere_in_it(world: World) -> None:
    world.consent.languages["mother"] = "es-MX"
    settled_family(world)
    disclosed(world)
    world.settle()
    content = world.post.letters[0][2]
    text = quopri.decodestring(content).decode()
    assert "página protegida" in text
    for secret in ("Canary", "Carmen", CHILD, DISCLOSURE, "concern", "self-harm", "mother\r", "therap"):
        assert secret not in text.replace(MAIL["mother"], "")


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
    provider = world.sender.providers[Channel.EMAIL]
    provider._connection.sock.close()  # type: ignore[attr-defined]
    disclosed(world, disclosure="disclosure-2")
    world.settle()
    assert len(world.post.letters) == 2


def test_consent_is_asked_again_right_before_the_call_and_a_no_suppresses(world: World) -> None:
    settled_family(world)
    disclosed(world)
    world.consent.withheld.add("mother")
    world.settle("sender")
    assert world.post.letters == []
    assert notices(world)[0].state is DeliveryState.SUPPRESSED
    assert notices(world)[0].reason == "not-permitted"


def test_while_consent_is_away_nothing_goes_and_nothing_is_lost(world: World) -> None:
    settled_family(world)
    disclosed(world)
    world.consent.down = True
    world.settle()
    assert world.post.letters == []
    assert notices(world)[0].state is DeliveryState.ACCEPTED
    world.consent.down = False
    world.settle()
    assert len(world.post.letters) == 1


def test_an_answer_from_before_a_known_change_counts_as_no_answer(world: World) -> None:
    settled_family(world)
    disclosed(world)
    basis_changed(world, position=5)
    world.settle("sender")
    assert world.post.letters == []
    world.consent.position = 5
    world.settle()
    assert len(world.post.letters) == 1


def test_a_silent_consent_does_not_keep_the_human_away(world: World) -> None:
    settled_family(world)
    disclosed(world)
    world.consent.down = True
    for _ in range(5):
        world.later(minutes=15)
    assert [event["code"] for event in world.said("task-opened")] == ["ladder-exhausted"]


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
    run = world.node.dispatcher.__class__.run

    def failing(self: object, command: object, *rest: object) -> object:
        if isinstance(command, RecordReceipt):
            raise StoreUnavailable("away")
        return run(self, command, *rest)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.node.dispatcher.__class__, "run", failing)
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


def test_after_a_revocation_links_are_withdrawn_and_waiting_messages_suppressed(world: World) -> None:
    settled_family(world)
    world.post.answer = lambda at, to: "450 later"
    disclosed(world)
    world.settle()
    world.consent.withheld.add("mother")
    world.consent.position = 2
    basis_changed(world, position=2)
    world.post.answer = lambda at, to: None
    world.later(minutes=10)
    assert world.post.letters == []
    assert world.phones.messages == []
    assert notices(world)[0].reason == "not-permitted"
    assert [event["code"] for event in world.said("task-opened")] == ["ladder-exhausted"]


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
