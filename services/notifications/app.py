"""The service, ready to be given engines, and its own loops."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import ip_address
from urllib.parse import urlsplit

from contracts.codes import Channel
from contracts.topics import channels_of
from kernel.loops import Turn
from kernel.node import Node
from kernel.service import Service
from kernel.settings import Settings, secret
from kernel.web.program import Program
from services.notifications.handlers import COMMANDS, EVENTS, FORESEES, TIMERS
from services.notifications.messages.letters import Letters
from services.notifications.providers.lines import Lines
from services.notifications.providers.port import Provider
from services.notifications.providers.sms import SmsProvider
from services.notifications.providers.smtp import SmtpProvider, SmtpServer
from services.notifications.repository import CHILDREN, KINDS
from services.notifications.routes import BLUEPRINTS
from services.notifications.settings import LINES_MAX
from services.notifications.turns.herald import Herald
from services.notifications.turns.reconciler import Reconciler
from services.notifications.turns.sender import Sender
from services.notifications.turns.sweeper import Sweeper

TITLE = "Notifications"
SERVICE = Service(
    name="notifications",
    kinds=KINDS,
    commands=COMMANDS,
    events=EVENTS,
    timers=TIMERS,
    foresees=FORESEES,
    tells_at_leisure=True,
    audited={"": CHILDREN.collection},
)


def turns(node: Node, settings: Settings) -> Mapping[str, Turn]:
    """The senders, the sweeper, the reconciler and the herald.

    Over a network text messages go by a sender of their own, so that a mail server that does not answer holds up no
    code that somebody waits for. SQLite has one writer, and a second sender would only wait for the first.
    """
    ways = providers(node, settings)
    letters = partial(Letters, node, settings.public_url, frozenset(ways))
    senders: dict[str, Turn] = {}
    if settings.mongo_url and Channel.SMS in ways:
        rest = tuple(channel for channel in Channel if channel is not Channel.SMS)
        for name, channels in (("sender", rest), ("sender-sms", (Channel.SMS,))):
            calls = ThreadPoolExecutor(LINES_MAX, thread_name_prefix=name).map
            senders[name] = Sender(node, _on(channels, ways), letters(), channels, calls)
    else:
        senders["sender"] = Sender(node, ways, letters())
    herald = Herald(node, providers(node, settings))
    return {**senders, "sweeper": Sweeper(node), "reconciler": Reconciler(node), "herald": herald}


def _on(channels: tuple[Channel, ...], ways: Mapping[Channel, Provider]) -> dict[Channel, Provider]:
    """Connections belong to one sender each."""
    return {channel: provider for channel, provider in ways.items() if channel in channels}


def providers(node: Node, settings: Settings) -> dict[Channel, Provider]:
    """One for each live channel."""
    password = secret(settings.smtp_password_file) if settings.smtp_password_file else None
    server = SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=settings.smtp_tls.value,
        sender=settings.mail_sender or f"no-reply@{mail_domain(settings.public_url)}",
        user=settings.smtp_user,
        password=password,
    )
    ways: dict[Channel, Provider] = {Channel.EMAIL: Lines(lambda: SmtpProvider(server, node.clock))}
    if url := settings.sms_url:
        token = secret(settings.sms_token_file) if settings.sms_token_file else ""
        ways[Channel.SMS] = Lines(lambda: SmsProvider(url, token))
    return ways


def mail_domain(public_url: str) -> str:
    """The public host's name; a bare number is no domain of an address."""
    host = urlsplit(public_url).hostname or "localhost"
    try:
        ip_address(host)
    except ValueError:
        return host
    return "localhost"


PROGRAM = Program(
    service=SERVICE, channels=channels_of("notifications"), title=TITLE, blueprints=BLUEPRINTS, turns=turns
)
