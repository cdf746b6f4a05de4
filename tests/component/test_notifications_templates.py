"""Which words left, in which version and language, is on record with each attempt. One language runs right to left."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from services.notifications.messages import newest, rendered
from services.notifications.repository import ALERTS
from tests.component.notifications_family import PATH, THERAPIST, disclosed, settled_family
from tests.component.notifications_wishes import shared, wish
from tests.component.notifications_world import LINK, World, notifications
from tests.component.test_notifications_factors import device, passkey_of


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        settled_family(made)
        yield made


def letter(world: World, number: int = -1) -> EmailMessage:
    read = message_from_bytes(world.post.letters[number][2], policy=SMTP)
    assert isinstance(read, EmailMessage)
    return read


def test_the_ledger_names_template_version_and_language_of_each_attempt(world: World) -> None:
    wish(world, language="es")
    disclosed(world)
    world.settle()
    adults = world.get(f"{PATH}/ledger", THERAPIST).json()["adults"]
    steps = next(adult for adult in adults if adult["person"] == "mother")["notices"][0]["steps"]
    words = {"template": "email-pointer", "version": newest("es", "email-pointer")[0], "language": "es"}
    assert [step["template"] for step in steps if step["state"] == "dispatched"] == [words]
    assert all(step["template"] is None for step in steps if step["state"] != "dispatched")


def test_an_arabic_letter_arrives_readable_and_its_link_stands_alone(world: World) -> None:
    wish(world, language="ar")
    disclosed(world)
    world.settle()
    mail = letter(world)
    assert mail["Subject"] == newest("ar", "email-pointer")[1]["subject"]
    lines = mail.get_content().splitlines()
    (link,) = [line for line in lines if LINK.search(line)]
    assert link.startswith("https://alliance.example/m/")
    assert link.isascii()
    assert (lines[lines.index(link) - 1], lines[lines.index(link) + 1]) == ("", "")
    assert mail.get_content_charset() == "utf-8"


def test_a_digest_says_that_it_is_one_and_neither_counts_nor_lists(world: World) -> None:
    wish(world, classes={"update": "digest"})
    shared(world, 1)
    shared(world, 2)
    world.settle()
    assert world.post.letters == []
    world.later(hours=24)
    assert len(world.post.letters) == 1
    mail = letter(world)
    assert mail["Subject"] == "Your summary"
    sent = rendered("email-digest", "en", LINK.search(mail.get_content()).group(0))  # type: ignore[union-attr]
    assert mail.get_content().replace("\r\n", "\n") == sent.body.replace("/m/", "https://alliance.example/m/")


def test_a_word_about_ones_own_access_has_its_template_on_record(world: World) -> None:
    disclosed(world)
    world.settle()
    assert passkey_of(world, device()).status_code == 201
    world.settle("herald")
    used = {(alert.channel.value, alert.template.id) for alert in world.all(ALERTS) if alert.template}
    assert used == {("email", "email-alert"), ("sms", "sms-alert")}
