"""The whole wording of everything that is sent: templates that are data, with a version of each text in each language.

Neutral and constant: a link or a code is all that varies. A text that has been sent is never changed: the next version
stands beside it (`words/<language>.json`), and `fingerprints.json` holds both to their word (`./alliance check words`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

from contracts.codes import Channel
from services.notifications.model import AlertKind, Notice, NoticeKind, Template

LANGUAGES = ("en", "es", "ar")
FALLBACK = "en"
DIGEST = "digest"
Versions = Mapping[str, Mapping[int, Mapping[str, str]]]
"""Template to version to subject and body."""


@dataclass(frozen=True, slots=True)
class Text:
    """`subject` is empty where the channel has none; `template` says what it was made from."""

    subject: str
    body: str
    template: Template | None = None


def rendered(template: str, language: str | None, variable: str = "") -> Text:
    """The newest version. `variable` is the link of a pointer notice, the digits of a code notice."""
    known = language_known(language)
    version, words = newest(known, template)
    body = words["body"].replace("{variable}", variable)
    return Text(words.get("subject", ""), body, Template(id=template, version=version, language=known))


def template_of(notice: Notice) -> str:
    """What was gathered leaves as the day's digest and says so; it counts nothing and lists nothing."""
    gathered = notice.kind is NoticeKind.POINTER and notice.gathered_at is not None
    return f"{notice.channel.value}-{DIGEST if gathered else notice.kind.value}"


def alert_text(kind: AlertKind, channel: Channel, language: str | None, code: str | None = None) -> Text:
    """That something about their own way in, or about how to reach them, has changed; or the code to an address."""
    return rendered(f"{channel.value}-{kind.value}", language, code or "")


def language_known(language: str | None) -> str:
    """The language itself or its family (`es-MX` is served by `es`), else English."""
    wanted = (language or "").partition("-")[0].lower()
    return wanted if wanted in LANGUAGES else FALLBACK


def newest(language: str, template: str) -> tuple[int, Mapping[str, str]]:
    """The version that is sent today, with its words."""
    versions = wording(language)[template]
    version = max(versions)
    return version, versions[version]


def fingerprint(words: Mapping[str, str]) -> str:
    """Of one version of one text, whatever the order of its parts in the file."""
    return sha256(json.dumps(dict(words), ensure_ascii=True, sort_keys=True).encode()).hexdigest()[:16]


@cache
def wording(language: str) -> Versions:
    """Every text of a language, with all versions that were ever sent."""
    found = _data(f"words/{language}.json")
    return {name: {int(version): words for version, words in texts.items()} for name, texts in found.items()}


@cache
def fingerprints() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Language to template to version to the fingerprint on record."""
    found: dict[str, dict[str, dict[str, str]]] = _data("fingerprints.json")
    return found


def _data(name: str) -> Any:
    return json.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))
