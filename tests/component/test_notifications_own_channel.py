"""Where consent asks for a channel of the reader's own no text message goes, from the first decision to the last."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.codes import Channel, DeliveryState
from services.notifications.repository import NOTICES
from tests.component.notifications_family import decided, disclosed, notices, settled_family
from tests.component.notifications_world import World, notifications

OBLIGED = ("own-channel",)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        yield made


def told_with_care(world: World) -> None:
    event = decided(at=world.clock.now())
    world.hear(replace(event, adults=tuple(replace(adult, obligations=OBLIGED) for adult in event.adults)))


def test_an_adult_who_has_a_telephone_only_gets_no_text_and_a_human_is_on_it_at_once(world: World) -> None:
    settled_family(world, "sms")
    world.consent.obligations = OBLIGED
    told_with_care(world)
    world.settle()
    assert world.phones.messages == []
    texts = [notice for notice in world.all(NOTICES) if notice.channel is Channel.SMS]
    assert texts
    assert {(notice.state, notice.reason) for notice in texts} == {(DeliveryState.SUPPRESSED, "own-channel")}


def test_a_mail_that_is_theirs_alone_goes(world: World) -> None:
    settled_family(world, "email")
    world.consent.obligations = OBLIGED
    told_with_care(world)
    world.settle()
    assert len(world.post.letters) == 1


def test_what_consent_asks_for_only_at_the_last_moment_counts(world: World) -> None:
    settled_family(world, "sms")
    disclosed(world)
    world.consent.obligations = OBLIGED
    world.later(minutes=31)
    assert world.phones.messages == []
    assert "own-channel" in {notice.reason for notice in notices(world)}
