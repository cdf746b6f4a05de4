"""The ways out as the settings describe them: adapters made, ordered, each with its breaker."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from contracts.codes import Channel
from kernel.node import Node
from kernel.settings import Settings, secret
from services.notifications.providers.gate import Gate
from services.notifications.providers.lines import Lines
from services.notifications.providers.listed import Listed, listed
from services.notifications.providers.port import Provider
from services.notifications.providers.sms import SmsProvider
from services.notifications.providers.smtp import SmtpProvider, SmtpServer
from services.notifications.providers.twilio import TwilioAccount, TwilioProvider
from services.notifications.providers.way import Named, Way


def ways(node: Node, settings: Settings) -> dict[Channel, Provider]:
    """One for each live channel."""
    found = listed(settings)
    gate = Gate(node, {provider.name: provider.channel for provider in found})
    return {channel: _way(mine, gate, node, settings) for channel, mine in _by_channel(found).items()}


def sender_of(settings: Settings) -> str:
    """The address that messages come from."""
    return settings.mail_sender or f"no-reply@{mail_domain(settings.public_url)}"


def mail_domain(public_url: str) -> str:
    """The public host's name; a bare number is no domain of an address."""
    host = urlsplit(public_url).hostname or "localhost"
    try:
        ip_address(host)
    except ValueError:
        return host
    return "localhost"


def secret_of(provider: Listed, option: str) -> str:
    """The content of the file that this option names; empty without one."""
    file = provider.options.get(option)
    return secret(Path(file)) if file else ""


def _by_channel(found: Iterable[Listed]) -> dict[Channel, list[Listed]]:
    channels: dict[Channel, list[Listed]] = {}
    for provider in found:
        channels.setdefault(provider.channel, []).append(provider)
    return channels


def _way(mine: Iterable[Listed], gate: Gate, node: Node, settings: Settings) -> Way:
    named = [Named(one.name, Lines(ADAPTERS[one.kind](one, node, settings))) for one in mine]
    return Way(named, gate, node.clock)


def _smtp(provider: Listed, node: Node, settings: Settings) -> Callable[[], Provider]:
    options = provider.options
    server = SmtpServer(
        host=options["host"],
        port=options["port"],
        tls=options["tls"].value,
        sender=sender_of(settings),
        user=options["user"],
        password=secret_of(provider, "password_file") or None,
    )
    return partial(SmtpProvider, server, node.clock)


def _http(provider: Listed, node: Node, settings: Settings) -> Callable[[], Provider]:
    return partial(SmsProvider, provider.options["url"], secret_of(provider, "token_file"))


def _twilio(provider: Listed, node: Node, settings: Settings) -> Callable[[], Provider]:
    options = provider.options
    account = TwilioAccount(
        url=options["url"],
        account=options["account"],
        token=secret_of(provider, "token_file"),
        sender=options["sender"],
        name=provider.name,
        callback_url=settings.callback_url,
    )
    return partial(TwilioProvider, account)


ADAPTERS: Mapping[str, Callable[[Listed, Node, Settings], Callable[[], Provider]]] = {
    "smtp": _smtp,
    "http": _http,
    "twilio": _twilio,
}
