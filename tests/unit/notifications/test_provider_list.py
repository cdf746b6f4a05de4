"""The file of providers: read whole, refused with the reason, never with a secret in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import Channel
from kernel.settings import Settings, SettingsWrong
from services.notifications.providers.listed import listed
from services.notifications.providers.live import live_channels

MAIL = {"name": "mail-a", "kind": "smtp", "host": "127.0.0.1", "port": 25, "tls": "none"}
TEXT = {"name": "text-a", "kind": "http", "url": "http://127.0.0.1:9/sms"}


def settings(folder: Path, content: Any, **more: str) -> Settings:
    file = folder / "providers.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    environ = {"ALLIANCE_DATA_DIR": str(folder), "ALLIANCE_PROVIDERS_FILE": str(file), **more}
    return Settings.from_environment("notifications", environ)


def test_providers_are_asked_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = settings(tmp_path, {"email": [MAIL, {**MAIL, "name": "mail-b"}], "sms": [TEXT]})
    assert [provider.name for provider in listed(found)] == ["mail-a", "mail-b", "text-a"]
    assert live_channels(found) == (Channel.EMAIL, Channel.SMS)


def test_without_a_file_the_single_settings_hold(tmp_path: Path) -> None:
    environ = {"ALLIANCE_DATA_DIR": str(tmp_path)}
    plain = Settings.from_environment("notifications", environ)
    assert [provider.name for provider in listed(plain)] == ["mail"]
    assert live_channels(plain) == (Channel.EMAIL,)
    texting = Settings.from_environment("notifications", {**environ, "ALLIANCE_SMS_URL": "http://127.0.0.1:9/sms"})
    assert [provider.name for provider in listed(texting)] == ["mail", "sms"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("no json", "a readable file"),
        ([], "a JSON object"),
        ({}, "e-mail needs a provider"),
        ({"email": []}, "e-mail needs a provider"),
        ({"email": [MAIL], "pigeon": []}, "pigeon"),
        ({"email": [MAIL, MAIL]}, "a name stands for one provider"),
        ({"email": [MAIL] * 6}, "at most 5"),
        ({"email": ["mail"]}, "kind is one of smtp"),
        ({"email": [{**MAIL, "kind": "twilio"}]}, "kind is one of smtp"),
        ({"email": [{**MAIL, "port": 0}]}, "port"),
        ({"email": [{**MAIL, "name": "Mail A"}]}, "name"),
        ({"email": [{**MAIL, "password": "canary"}]}, "password"),
        ({"email": [{**MAIL, "user": "me"}]}, "password_file"),
        (
            {"email": [{**MAIL, "host": "mx.example", "tls": "opportunistic", "user": "me", "password_file": "f"}]},
            "a password never travels without TLS",
        ),
        ({"email": [MAIL], "sms": [{**TEXT, "url": "ftp://x"}]}, "url"),
        ({"email": [MAIL], "sms": [{"name": "t", "kind": "twilio", "account": "AC1", "sender": "me"}]}, "token_file"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_starts(tmp_path: Path, content: Any, reason: str) -> None:
    with pytest.raises(SettingsWrong) as wrong:
        listed(settings(tmp_path, content))
    assert reason in str(wrong.value)
    assert "canary" not in str(wrong.value)


def test_a_demo_keeps_to_this_machine_here_too(tmp_path: Path) -> None:
    away = {"email": [{**MAIL, "host": "mx.example", "tls": "starttls"}]}
    with pytest.raises(SettingsWrong, match="this machine only"):
        listed(settings(tmp_path, away, ALLIANCE_MODE="demo"))


def test_a_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    environ = {"ALLIANCE_DATA_DIR": str(tmp_path), "ALLIANCE_PROVIDERS_FILE": str(tmp_path / "none.json")}
    with pytest.raises(SettingsWrong, match="a readable file"):
        listed(Settings.from_environment("notifications", environ))
