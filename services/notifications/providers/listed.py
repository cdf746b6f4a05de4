"""Which providers each channel has, in the order in which they are asked: from a file, else from the single settings.

The file (`ALLIANCE_PROVIDERS_FILE`) is JSON: channels to lists of providers. Every provider has a `name` of its own,
which is how breakers, ledger and metrics call it, and a `kind`; the rest is by kind. Secrets are files.

    {"email": [{"name": "relay-a", "kind": "smtp", "host": "mx.a.example", "port": 587, "tls": "starttls",
                "user": "alliance", "password_file": "/run/secrets/relay-a"},
               {"name": "relay-b", "kind": "smtp", "host": "mx.b.example", "port": 465, "tls": "implicit",
                "report_secret_file": "/run/secrets/relay-b-reports"}],
     "sms":   [{"name": "twilio", "kind": "twilio", "account": "AC...", "token_file": "/run/secrets/twilio",
                "sender": "+15550100"},
               {"name": "backup", "kind": "http", "url": "https://sms.example/v1", "token_file": "/run/secrets/sms",
                "report_secret_file": "/run/secrets/sms-reports"}]}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import marshmallow
from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from contracts.codes import Channel
from kernel.errors import Refusal
from kernel.settings import Mode, Settings, SettingsWrong, SmtpTls
from kernel.settings_checks import is_loopback
from kernel.web.body import parse

VARIABLE = "ALLIANCE_PROVIDERS_FILE"
PROVIDERS_MAX = 5  # per channel
TWILIO_URL = "https://api.twilio.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One provider as the settings describe it. `options` are those of its kind."""

    name: str
    kind: str
    channel: Channel
    options: Mapping[str, Any]

    @property
    def host(self) -> str:
        """Where its messages go."""
        return str(self.options.get("host") or urlsplit(self.options.get("url", "")).hostname or "")


class _Provider(Schema):
    name = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9-]{0,31}\Z"))
    kind = fields.String(required=True)


class _Smtp(_Provider):
    host = fields.String(required=True, validate=validate.Length(1, 253))
    port = fields.Integer(required=True, strict=True, validate=validate.Range(1, 65535))
    tls = fields.Enum(SmtpTls, by_value=True, load_default=SmtpTls.STARTTLS)
    user = fields.String(load_default=None)
    password_file = fields.String(load_default=None)
    report_secret_file = fields.String(load_default=None)

    @validates_schema
    def whole(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("user") and not data.get("password_file"):
            raise ValidationError("needed with a user name", "password_file")
        weak = data.get("tls") in (SmtpTls.NONE, SmtpTls.OPPORTUNISTIC)
        if data.get("user") and weak and not is_loopback(data.get("host", "")):
            raise ValidationError("a password never travels without TLS", "tls")


class _Http(_Provider):
    url = fields.Url(required=True, schemes={"http", "https"}, require_tld=False)
    token_file = fields.String(load_default=None)
    report_secret_file = fields.String(load_default=None)


class _Twilio(_Provider):
    account = fields.String(required=True, validate=validate.Regexp(r"^[A-Za-z0-9]{2,64}\Z"))
    token_file = fields.String(required=True)
    sender = fields.String(required=True, validate=validate.Regexp(r"^(\+[1-9][0-9]{6,14}|MG[A-Za-z0-9]{2,64})\Z"))
    url = fields.Url(load_default=TWILIO_URL, schemes={"http", "https"}, require_tld=False)

    @post_load
    def tidy(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "url": data["url"].rstrip("/")}


KINDS: Mapping[Channel, Mapping[str, type[_Provider]]] = {
    Channel.EMAIL: {"smtp": _Smtp},
    Channel.SMS: {"http": _Http, "twilio": _Twilio},
}


def listed(settings: Settings) -> tuple[Listed, ...]:
    """Every provider, channel by channel. SettingsWrong names what does not fit."""
    if settings.providers_file is not None:
        return _of_file(settings.providers_file, settings.mode)
    return tuple(_of_settings(settings))


def _of_settings(settings: Settings) -> list[Listed]:
    mail = {
        "host": settings.smtp_host,
        "port": settings.smtp_port,
        "tls": settings.smtp_tls,
        "user": settings.smtp_user,
        "password_file": settings.smtp_password_file,
        "report_secret_file": settings.report_secret_file,
    }
    found = [Listed(name="mail", kind="smtp", channel=Channel.EMAIL, options=mail)]
    if settings.sms_url:
        text = {
            "url": settings.sms_url,
            "token_file": settings.sms_token_file,
            "report_secret_file": settings.report_secret_file,
        }
        found.append(Listed(name="sms", kind="http", channel=Channel.SMS, options=text))
    return found


@lru_cache(maxsize=8)
def _of_file(file: Path, mode: Mode) -> tuple[Listed, ...]:
    try:
        found = parse(file.read_bytes())
    except (OSError, Refusal):
        raise SettingsWrong({VARIABLE: ["a readable file with a JSON object"]}) from None
    problems: list[str] = []
    providers = tuple(_providers(found, problems))
    names = [provider.name for provider in providers]
    if len(set(names)) != len(names):
        problems.append("a name stands for one provider")
    problems += [f"{one.name}: {reason}" for one in providers if (reason := _unfit(one, mode)) is not None]
    if not any(provider.channel is Channel.EMAIL for provider in providers):
        problems.append("e-mail needs a provider")
    if problems:
        raise SettingsWrong({VARIABLE: problems})
    return providers


def _providers(found: Any, problems: list[str]) -> list[Listed]:
    if not isinstance(found, dict):
        problems.append("a JSON object: channels to lists of providers")
        return []
    made: list[Listed] = []
    for channel, items in found.items():
        if channel not in {known.value for known in KINDS} or not isinstance(items, list):
            problems.append(f"{channel}: email or sms, each a list")
        elif len(items) > PROVIDERS_MAX:
            problems.append(f"{channel}: at most {PROVIDERS_MAX} providers")
        else:
            made += [one for item in items if (one := _provider(Channel(channel), item, problems)) is not None]
    return made


def _provider(channel: Channel, item: Any, problems: list[str]) -> Listed | None:
    kind = item.get("kind") if isinstance(item, dict) else None
    schema = KINDS[channel].get(kind) if isinstance(kind, str) else None
    if schema is None:
        problems.append(f"{channel.value}: kind is one of {', '.join(KINDS[channel])}")
        return None
    try:
        options = schema().load(item, unknown=marshmallow.RAISE)
    except ValidationError as error:
        problems += [f"{channel.value}: {name}: {reasons}" for name, reasons in _reasons(error).items()]
        return None
    return Listed(name=options.pop("name"), kind=options.pop("kind"), channel=channel, options=options)


def _reasons(error: ValidationError) -> dict[str, Any]:
    """A value never stands in them: it may be a secret that was put in the wrong place."""
    return error.messages if isinstance(error.messages, dict) else {"it": error.messages}


def _unfit(provider: Listed, mode: Mode) -> str | None:
    """The rules that hold for the single settings too."""
    if is_loopback(provider.host):
        return None
    if mode is Mode.DEMO:
        return "a demo talks to this machine only"
    if mode is Mode.PRODUCTION and provider.options.get("tls") is SmtpTls.NONE:
        return "mail leaves the machine with TLS only"
    if mode is Mode.PRODUCTION and str(provider.options.get("url", "https://")).startswith("http://"):
        return "leaves over https only"
    return None
