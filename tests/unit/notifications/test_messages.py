"""Everything that is ever sent is looked at here, word by word; the rules themselves are `./alliance check words`."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import services.notifications.messages as messages
from contracts.codes import Channel, ConcernKind, DisclosureClass
from deploy.checks import words
from services.notifications.messages import (
    LANGUAGES,
    alert_text,
    fingerprint,
    fingerprints,
    language_known,
    newest,
    rendered,
    template_of,
    wording,
)
from services.notifications.model import AlertKind, NoticeKind
from tests.unit.notifications.test_timing import placed
from tests.unit.notifications.world import NOON

LINK = "https://alliance.example/m/" + "0" * 32 + "." + "f" * 32
EVERY = [(language, name) for language in LANGUAGES for name in wording(language)]
SENT = [(language, name) for language, name in EVERY if not name.startswith("page-")]
GSM_PART, WIDE_PART = 160, 67  # characters of a text message, and of a part of one with other letters


def complaints(language: str, name: str, **changed: str) -> str:
    found = words.judged(language, name, {**newest(language, name)[1], **changed})
    return "\n".join(finding.message for finding in found)


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_every_template_is_neutral_kind_plain_and_on_record(language: str, name: str) -> None:
    assert complaints(language, name) == ""
    text = " ".join(newest(language, name)[1].values())
    assert not any(code.value in text for code in (*ConcernKind, *DisclosureClass))
    assert list(words.altered(language, wording(language), fingerprints()[language])) == []


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"body": "Ana has news:\n\n{variable}\n"}, ""),  # at the beginning of a sentence a capital says nothing
        ({"body": "News about Ana:\n\n{variable}\n"}, "as names have: Ana"),
        ({"body": "Your therapist has news:\n\n{variable}\n"}, "tells a stranger what it is about: therapist"),
        ({"subject": "Your child"}, "tells a stranger what it is about: child"),
        ({"body": "You failed to read this:\n\n{variable}\n"}, "blames: failed"),
        ({"body": "You must read this:\n\n{variable}\n"}, "presses: must"),
        ({"body": "Hello {name}:\n\n{variable}\n"}, "a place for something else"),
        ({"body": "Hello,\n\n{variable}\n\n{words}"}, "a place for something else"),
        ({"body": "Hello"}, "has 0 places"),
        ({"body": "{variable}\n{variable}\n"}, "has 2 places"),
        ({"body": "See http://elsewhere:\n\n{variable}\n"}, "a link of its own"),
        ({"body": "Call 911:\n\n{variable}\n"}, "has a number"),
        ({"body": "Hello:\n\n\u2066{variable}\u2069\n"}, "beside its link"),
        ({"body": "Hello \u200f:\n\n{variable}\n"}, "invisible sign"),
        ({"body": "Hello:\n\n({variable})\n"}, "beside its link"),
        ({"subject": "News\nfor you"}, "several lines"),
        ({"body": "Hello " + "and so on " * 12 + ":\n\n{variable}\n"}, "too long"),
        (
            {"body": "Notwithstanding intermediary organisational particularities, communications are "
                     "disseminated electronically utilising authenticated infrastructure, necessitating subsequent "
                     "verification procedures.\n\n{variable}\n"},
            "hard to read",
        ),
    ],
)  # fmt: skip
def test_what_does_not_belong_in_a_message_is_named(changed: dict[str, str], complaint: str) -> None:
    found = complaints("en", "email-pointer", **changed)
    assert complaint in found
    assert bool(found) is bool(complaint)


def test_a_text_that_changed_without_a_new_version_is_named() -> None:
    record = fingerprints()["en"]
    texts = {name: dict(versions) for name, versions in wording("en").items()}
    texts["sms-code"] = {1: {"body": "Your new code is {variable}"}}
    (changed,) = words.altered("en", texts, record)
    assert "sms-code version 1 was changed" in changed.message
    texts["sms-code"] = {1: wording("en")["sms-code"][1], 2: {"body": "Your new code is {variable}"}}
    (new,) = words.altered("en", texts, record)
    assert f'"2": "{fingerprint(texts["sms-code"][2])}"' in new.message
    del texts["sms-code"]
    (gone,) = words.altered("en", texts, record)
    assert "was sent once and is not here any more" in gone.message


def test_every_language_has_every_message() -> None:
    kinds = {*NoticeKind, *AlertKind, messages.DIGEST}
    expected = {f"{channel}-{kind}" for channel in (Channel.EMAIL, Channel.SMS) for kind in kinds}
    sent = {language: {name for name in wording(language) if not name.startswith("page-")} for language in LANGUAGES}
    assert all(sent[language] == expected for language in LANGUAGES)
    folder = Path(messages.__file__).parent / "words"
    assert {path.stem for path in folder.glob("*.json")} == set(LANGUAGES)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_text_message_fits_one_part(language: str) -> None:
    for name in ("sms-pointer", "sms-digest", "sms-alert", "sms-contact"):
        text = rendered(name, language, LINK)
        assert text.body.isascii()  # else it is coded in 70 characters a part
        assert len(text.body) <= GSM_PART


def test_a_text_message_in_other_letters_fits_two_parts_and_keeps_its_link_whole() -> None:
    for name in ("sms-pointer", "sms-digest", "sms-alert", "sms-contact"):
        text = rendered(name, "ar", LINK)
        assert len(text.body) <= 2 * WIDE_PART
        assert name in ("sms-alert", "sms-contact") or text.body.splitlines()[-1] == LINK


def test_the_code_message_says_nothing_else() -> None:
    assert rendered("sms-code", "en", "123456").body == "Your code is 123456"
    assert alert_text(AlertKind.ACCESS, Channel.SMS, "es").template == rendered("sms-alert", "es").template


def test_what_was_gathered_leaves_as_a_digest_and_a_code_never_does() -> None:
    notice = placed()[0]
    assert template_of(notice) == "email-pointer"
    assert template_of(replace(notice, gathered_at=NOON)) == "email-digest"
    assert template_of(replace(notice, gathered_at=NOON, kind=NoticeKind.CODE)) == "email-code"


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("es", "es"), ("es-MX", "es"), ("ES", "es"), ("ar-EG", "ar"), ("en-GB", "en"), ("fr", "en"), (None, "en"),
        ("", "en"),
    ],
)  # fmt: skip
def test_an_unknown_language_is_served_in_english(asked: str | None, served: str) -> None:
    assert language_known(asked) == served


def test_the_record_of_fingerprints_is_a_file_that_people_can_read() -> None:
    text = (Path(messages.__file__).parent / "fingerprints.json").read_text(encoding="utf-8")
    assert json.loads(text) == fingerprints()
