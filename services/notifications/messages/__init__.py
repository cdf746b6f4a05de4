"""The whole wording of everything that is sent. Neutral and constant: a link or a code is all that varies."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from contracts.codes import Channel
from services.notifications.model import AlertKind, NoticeKind

LANGUAGES = ("en", "es")
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """`subject` is empty where the channel has none."""

    subject: str
    body: str


def rendered(kind: NoticeKind, channel: Channel, language: str | None, variable: str) -> Text:
    """`variable` is the link of a pointer notice, the digits of a code notice."""
    template = wording(language_known(language))[f"{channel.value}-{kind.value}"]
    return Text(template.get("subject", ""), template["body"].replace("{variable}", variable))


def alert_text(kind: AlertKind, channel: Channel, language: str | None, code: str | None = None) -> Text:
    """That something about their own way in, or about how to reach them, has changed; or the code to an address."""
    template = wording(language_known(language))[f"{channel.value}-{kind.value}"]
    return Text(template.get("subject", ""), template["body"].replace("{variable}", code or ""))


def language_known(language: str | None) -> str:
    """The language itself or its family (`es-MX` is served by `es`), else English."""
    wanted = (language or "").partition("-")[0].lower()
    return wanted if wanted in LANGUAGES else FALLBACK


@cache
def wording(language: str) -> dict[str, dict[str, str]]:
    """Channel and kind to subject and body, from the language's data file."""
    text = resources.files(__package__).joinpath(f"{language}.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = json.loads(text)
    return found
