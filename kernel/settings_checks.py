"""What must hold between settings: a demo stays on its machine, production has real engines, TLS and closed secrets."""

import ipaddress
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kernel.auth.keys import OTHERS_MAY
from kernel.settings_table import PREFIX

if TYPE_CHECKING:
    from kernel.settings import Settings

LEVELS = ("debug", "info", "warning", "error")
Problems = dict[str, list[str]]
_MONGO = re.compile(r"mongodb(?:\+srv)?://(?:[^@/]*@)?(?P<hosts>[^/?]+)")
_SENDER = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_CREDENTIALS = re.compile(r"(?<=://)[^@/\s]*@")
_QUERY = re.compile(r"\?\S*")


def check(settings: "Settings", problems: Problems) -> None:
    """Adds every rule that is broken to `problems`, under the variable to change."""
    found = [*_addresses(settings), *_pairs(settings)]
    if settings.mode == "demo":
        found += _demo(settings)
    if settings.mode == "production":
        found += [*_production(settings), *_secrets(settings)]
    for name, reason in found:
        problems.setdefault(PREFIX + name, []).append(reason)


def without_credentials(address: str) -> str:
    """The address without user, password and options: options may hold keys."""
    return _QUERY.sub("", _CREDENTIALS.sub("", address)) if "://" in address else address


def hosts(address: str) -> list[str]:
    """The hosts of a URL, a MongoDB address or a comma-separated list of host:port; empty when it has none."""
    if mongo := _MONGO.match(address):
        return [_host(part) for part in mongo["hosts"].split(",")]
    if "://" in address:
        try:
            host = urlsplit(address).hostname
        except ValueError:
            return []
        return [host] if host else []
    return [_host(part) for part in address.split(",")]


def is_loopback(host: str) -> bool:
    """This machine by name or number; a name that merely resolves to it does not count."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host(part: str) -> str:
    part = part.strip()
    if part.startswith("["):
        return part[1:].partition("]")[0]
    return part if part.count(":") > 1 else part.partition(":")[0]


def _named_addresses(settings: "Settings") -> Iterator[tuple[str, str]]:
    named = {
        "MONGO_URL": settings.mongo_url,
        "KAFKA_BOOTSTRAP": settings.kafka_bootstrap,
        "PUBLIC_URL": settings.public_url,
        "BIND_HOST": settings.bind_host,
        "OTLP_URL": settings.otlp_url,
        "SMTP_HOST": settings.smtp_host,
        "SMS_URL": settings.sms_url,
        "CALLBACK_URL": settings.callback_url,
    } | {f"URL_{name.upper()}": url for name, url in settings.urls.items()}
    yield from ((name, address) for name, address in named.items() if address)


def _addresses(settings: "Settings") -> Iterator[tuple[str, str]]:
    for name, address in _named_addresses(settings):
        if name == "MONGO_URL" and not _MONGO.match(address):
            yield name, "an address that begins with mongodb:// or mongodb+srv://"
        elif name not in ("MONGO_URL", "KAFKA_BOOTSTRAP", "BIND_HOST", "SMTP_HOST") and not _is_http(address):
            yield name, "an address that begins with http:// or https:// and names a host"
        elif not all(hosts(address)):
            yield name, "a host is missing"


def _is_http(address: str) -> bool:
    return address.startswith(("http://", "https://")) and bool(hosts(address))


def _pairs(settings: "Settings") -> Iterator[tuple[str, str]]:
    if settings.mail_sender and not _SENDER.fullmatch(settings.mail_sender):
        yield "MAIL_SENDER", "one plain e-mail address"
    if settings.smtp_user and settings.smtp_password_file is None:
        yield "SMTP_PASSWORD_FILE", "needed with a user name"
    if settings.smtp_user and settings.smtp_tls in ("none", "opportunistic") and not is_loopback(settings.smtp_host):
        yield "SMTP_TLS", "a password never travels without TLS"


def _demo(settings: "Settings") -> Iterator[tuple[str, str]]:
    for name, address in _named_addresses(settings):
        if not all(is_loopback(host) for host in hosts(address)):
            yield name, "a demo talks to this machine only"


def _production(settings: "Settings") -> Iterator[tuple[str, str]]:
    if settings.mongo_url is None:
        yield "MONGO_URL", "production needs a replica set"
    if settings.kafka_bootstrap is None:
        yield "KAFKA_BOOTSTRAP", "production needs Kafka"
    if not settings.public_url.startswith("https://"):
        yield "PUBLIC_URL", "people reach production over https"
    if settings.staff_factor != "required":
        yield "STAFF_FACTOR", "nobody comes into production by a password alone"
    if settings.smtp_tls == "none" and not is_loopback(settings.smtp_host):
        yield "SMTP_TLS", "mail leaves the machine with TLS only"
    if settings.sms_url and not settings.sms_url.startswith("https://"):
        yield "SMS_URL", "text messages leave over https only"
    if settings.callback_url and not settings.callback_url.startswith("https://"):
        yield "CALLBACK_URL", "providers reach us over https only"


def _secrets(settings: "Settings") -> Iterator[tuple[str, str]]:
    private = settings.key_dir / "private" / f"{settings.service}.pem"
    yield from _closed("KEY_DIR", private)
    yield from _closed("MASTER_KEY_FILE", settings.master_key_file)
    if settings.smtp_password_file is not None:
        yield from _closed("SMTP_PASSWORD_FILE", settings.smtp_password_file)
    if settings.sms_token_file is not None:
        yield from _closed("SMS_TOKEN_FILE", settings.sms_token_file)
    if settings.report_secret_file is not None:
        yield from _closed("REPORT_SECRET_FILE", settings.report_secret_file)
    if settings.oidc_file is not None:
        yield from _closed("OIDC_FILE", settings.oidc_file)
    if settings.providers_file is not None:
        yield from _closed("PROVIDERS_FILE", settings.providers_file)
    if settings.mongo_url_file is not None:
        yield from _closed("MONGO_URL_FILE", settings.mongo_url_file)


def _closed(name: str, path: Path) -> Iterator[tuple[str, str]]:
    try:
        mode = path.stat().st_mode
    except OSError:
        yield name, "the secret's file does not exist"
        return
    if mode & OTHERS_MAY:
        yield name, "the secret is open to everybody on the machine"
