"""What goes out, to whom, and what consent says right before it."""

import quopri
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from contracts.codes import DeliveryState
from kernel.audit import AUDIT
from kernel.auth.principal import Role
from services.notifications.settings import WAVE_SECONDS
from tests.component.notifications_family import (
    CHILD,
    DISCLOSURE,
    HILL,
    MAIL,
    basis_changed,
    disclosed,
    notices,
    second_family,
    settled_family,
    staff,
    told_of_child_two,
)
from tests.component.notifications_world import World, notifications


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        yield made


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
    assert [event["state"] for event in world.said("delivery-changed")] == ["accepted", "provider-accepted"]
    assert [step.state.value for step in notice.history] == ["accepted", "dispatched", "provider-accepted"]


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


def test_consent_is_asked_again_right_before_the_call_and_a_no_suppresses(world: World) -> None:
    settled_family(world)
    disclosed(world)
    world.consent.withheld.add("mother")
    world.settle("sender")
    assert world.post.letters == []
    assert notices(world)[0].state is DeliveryState.SUPPRESSED
    assert notices(world)[0].reason == "not-permitted"


def test_an_item_that_consent_does_not_know_is_withheld(world: World) -> None:
    settled_family(world)
    disclosed(world)
    world.consent.unknown = True
    world.settle("sender")
    assert world.post.letters == []
    assert notices(world)[0].state.value == "suppressed"


@pytest.mark.parametrize("status", [401, 403, 404, 410, 422])
def test_a_refused_question_is_no_answer_about_anybody_and_waits(world: World, status: int) -> None:
    settled_family(world)
    disclosed(world)
    world.consent.refuses = status
    world.settle("sender")
    assert world.post.letters == []
    assert notices(world)[0].state.value == "accepted"


def test_a_wave_asks_once_and_writes_down_twice_however_many_children_it_carries(world: World) -> None:
    settled_family(world)
    disclosed(world)
    second_family(world)
    world.hear(replace(told_of_child_two(), decided_at=world.clock.now()))
    world.consent.asked.clear()
    before = world.store.count(AUDIT, {})
    commits = {row["_c"] for row in world.store.find(AUDIT, {})}
    assert world.sender.run_once() == 2
    assert len(world.post.letters) == 2
    assert world.consent.asked == ["/disclosures/decisions"]
    assert world.store.count(AUDIT, {}) == before + 4  # intent and answer of each child
    assert len({row["_c"] for row in world.store.find(AUDIT, {})} - commits) == 2


def test_what_a_wave_cannot_send_in_time_is_asked_about_again(world: World) -> None:
    settled_family(world)
    disclosed(world)
    second_family(world)
    world.hear(replace(told_of_child_two(), decided_at=world.clock.now()))
    world.post.answer = lambda stage, to: world.clock.advance(timedelta(seconds=WAVE_SECONDS + 1))
    world.sender.run_once()
    assert len(world.post.letters) == 1
    assert sorted(notice.reason or "" for notice in notices(world)) == ["", "late"]
    world.post.answer = lambda stage, to: None
    world.consent.asked.clear()
    world.later(seconds=60)
    assert len(world.post.letters) == 2
    assert "/disclosures/decisions" in world.consent.asked


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
    assert {event["code"] for event in world.said("task-opened")} == {"ladder-exhausted"}


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


def test_the_clinics_word_on_tls_is_frozen_with_what_was_decided(world: World) -> None:
    settled_family(world, "email")
    admin = staff("admin-1", Role.CLINIC_ADMIN)
    disclosed(world)
    answer = world.post_as(admin, f"/clinics/{HILL}/policy", {"live": True, "mail_tls": False})
    assert answer.status_code == 201
    disclosed(world, disclosure="disclosure-2")
    assert world.post_as(admin, f"/clinics/{HILL}/policy", {"live": True}).json()["version"] == 2
    disclosed(world, disclosure="disclosure-3")
    assert {item.disclosure: item.tls for item in notices(world)} == {
        "disclosure-1": True, "disclosure-2": False, "disclosure-3": False,
    }  # fmt: skip


@pytest.mark.parametrize("value", ["no", 2, {}])
def test_a_policy_with_a_strange_word_on_tls_is_refused(world: World, value: object) -> None:
    settled_family(world, "email")
    answer = world.post_as(
        staff("admin-1", Role.CLINIC_ADMIN), f"/clinics/{HILL}/policy", {"live": True, "mail_tls": value}
    )
    assert answer.status_code == 422
    assert "mail_tls" in answer.text
