"""Whoever changes how they show that it is they is told so over every address of theirs, once, in constant words."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kernel.audit import AUDIT
from services.notifications.repository import ALERTS
from tests.component.notifications_family import disclosed, guardian, settled_family
from tests.component.notifications_world import World, notifications
from tests.component.test_notifications_factors import device, passkey_of

MOTHER = guardian("mother")


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        settled_family(made)
        disclosed(made)
        yield made


def test_each_change_is_told_over_every_address_in_neutral_words_and_audited(told: World) -> None:
    told.settle()
    before = len(told.post.letters)
    assert passkey_of(told, device()).status_code == 201
    told.post_as(MOTHER, "/me/recovery-codes")
    told.post_as(MOTHER, "/me/factors/recovery-codes/removal")
    told.settle("herald")
    mails, texts = told.post.letters[before:], [item for item in told.phones.messages if "change" in item["text"]]
    assert [mail[1] for mail in mails] == ["mother@family.example"] * 3
    assert {item["to"] for item in texts} == {"+15550100"}
    assert len(texts) == 3
    assert not any(word in item["text"].lower() for item in texts for word in ("passkey", "child", "clinic", "http"))
    facts = [row["facts"] for row in told.store.find(AUDIT, {}, (), 1000) if row["facts"].get("change")]
    assert [(item["factor"], item["change"]) for item in facts] == [
        ("passkey", "added"), ("recovery-codes", "added"), ("recovery-codes", "removed"),
    ]  # fmt: skip


def test_a_word_that_may_have_left_is_not_sent_again_and_one_that_surely_did_not_is(told: World) -> None:
    told.settle()
    told.phones.status = 429
    told.post_as(MOTHER, "/me/recovery-codes")
    told.settle("herald")
    told.phones.status, told.phones.hang_up = 200, True
    told.clock.advance(timedelta(minutes=16))
    told.settle("herald")
    told.phones.hang_up = False
    told.clock.advance(timedelta(minutes=16))
    told.settle("herald")
    texts = [alert for alert in told.all(ALERTS) if alert.channel.value == "sms"]
    assert [(alert.state.value, alert.reason) for alert in texts] == [("done", "unsure")]
    assert [item for item in told.phones.messages if "change" in item["text"]] == []
