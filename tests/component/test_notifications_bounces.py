"""What comes back by mail: bounces, complaints, automatic answers, forgeries."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import Channel, DeliveryState, MessageClass
from kernel.errors import StoreUnavailable
from services.notifications.repository import CONTACT_POINTS
from services.notifications.turns.intake import Intake
from tests.component.notifications_family import (
    DISCLOSURE,
    THERAPIST,
    disclosed,
    notices,
    second_family,
    settled_family,
    told_of_child_two,
)
from tests.component.notifications_reports import reported_to, sent_back
from tests.component.notifications_world import World
from tests.unit.notifications.test_mail_back import report, status

COMPLAINT = report("feedback-report", "feedback-report", "Feedback-Type: abuse\r\nVersion: 1\r\n")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with reported_to(tmp_path) as made:
        yield made


@pytest.fixture
def intake(world: World) -> Iterator[Intake]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    server = Intake(world.node, "127.0.0.1", port, "alliance.example")
    server.run_once()
    server.run_once()
    yield server
    server.close()


def test_a_bounce_by_mail_spoils_the_address_and_the_ladder_climbs_at_once(world: World, intake: Intake) -> None:
    settled_family(world)
    disclosed(world)
    world.settle()
    back = world.post.letters[0][0]
    assert back.startswith("bounce+")
    assert len(back.partition("@")[0]) <= 64
    assert sent_back(intake.port, back, status("failed", "5.1.1"))[0] == 250
    world.settle()
    first, second = sorted(notices(world), key=lambda item: item.rung)
    assert (first.state, first.reason) == (DeliveryState.BOUNCED, "dsn-5.1.1")
    assert (second.channel, second.created_at) == (Channel.SMS, world.clock.now())
    spoilt = next(point for point in world.all(CONTACT_POINTS) if point.id == first.contact_point)
    assert (spoilt.usable, spoilt.reason) == (False, "bounced")


def test_a_bounce_to_a_guessed_address_is_refused(world: World, intake: Intake) -> None:
    settled_family(world, "email")
    second_family(world)
    disclosed(world)
    world.hear(replace(told_of_child_two(), decided_at=world.clock.now()))
    world.settle()
    first, second = (letter[0] for letter in world.post.letters)
    before = notices(world)
    (one, _), (_, mac) = first[7:].split("@")[0].split("."), second[7:].split("@")[0].split(".")
    for guessed in (
        f"bounce+{one}@alliance.example",
        f"bounce+{one}.{'0' * 20}@alliance.example",
        f"bounce+{one}.{mac}@alliance.example",
        first.replace("alliance.example", "elsewhere.example"),
        "postmaster@alliance.example",
    ):
        assert sent_back(intake.port, guessed, status("failed", "5.1.1"))[0] == 550
    assert notices(world) == before


def test_a_mail_server_that_changed_the_case_is_understood(world: World, intake: Intake) -> None:
    settled_family(world, "email")
    disclosed(world)
    world.settle()
    assert sent_back(intake.port, world.post.letters[0][0].upper(), status("failed", "5.2.2"))[0] == 250
    assert notices(world)[0].state is DeliveryState.BOUNCED
    assert all(point.usable for point in world.all(CONTACT_POINTS))


def test_an_automatic_answer_is_taken_and_means_nothing(world: World, intake: Intake) -> None:
    settled_family(world, "email")
    disclosed(world)
    world.settle()
    before = notices(world)
    assert sent_back(intake.port, world.post.letters[0][0], b"Subject: Away\r\n\r\nUntil Monday")[0] == 250
    assert notices(world) == before


def test_while_the_store_is_away_the_other_mail_server_keeps_the_bounce(
    world: World, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled_family(world, "email")
    disclosed(world)
    world.settle()
    back = world.post.letters[0][0]
    with monkeypatch.context() as patch:

        def away(*_: Any) -> Any:
            raise StoreUnavailable("away")

        patch.setattr(type(world.store), "commit", away)
        assert sent_back(intake.port, back, status("failed", "5.1.1"))[0] == 451
    assert notices(world)[0].state is DeliveryState.PROVIDER_ACCEPTED
    assert sent_back(intake.port, back, status("failed", "5.1.1"))[0] == 250
    assert notices(world)[0].state is DeliveryState.BOUNCED


def test_after_a_complaint_routine_stays_away_safety_goes_on_and_staff_are_asked(world: World, intake: Intake) -> None:
    settled_family(world, "email")
    disclosed(world, message_class=MessageClass.UPDATE)
    world.settle()
    assert sent_back(intake.port, world.post.letters[0][0], COMPLAINT)[0] == 250
    assert [task["code"] for task in world.get("/tasks", THERAPIST).json()["tasks"]] == ["complained"]
    disclosed(world, disclosure="disclosure-2", message_class=MessageClass.UPDATE)
    disclosed(world, disclosure="disclosure-3")
    world.settle()
    found = {item.disclosure: (item.state, item.reason) for item in notices(world) if item.rung <= 1}
    assert found["disclosure-2"] == (DeliveryState.SUPPRESSED, "complained")
    assert found["disclosure-3"] == (DeliveryState.PROVIDER_ACCEPTED, None)
    assert found[DISCLOSURE][0] is DeliveryState.PROVIDER_ACCEPTED


def test_a_complaint_stops_what_still_waits(world: World, intake: Intake) -> None:
    settled_family(world, "email")
    disclosed(world)
    world.settle()
    disclosed(world, disclosure="disclosure-2", message_class=MessageClass.UPDATE)
    assert sent_back(intake.port, world.post.letters[0][0], COMPLAINT)[0] == 250
    world.settle()
    waiting = next(item for item in notices(world) if item.disclosure == "disclosure-2")
    assert (waiting.state, waiting.reason) == (DeliveryState.SUPPRESSED, "complained")
