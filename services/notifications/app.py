"""The service, ready to be given engines, and its own loops."""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from contracts.codes import Channel
from contracts.topics import channels_of
from kernel.loops import Turn
from kernel.node import Node
from kernel.service import Service
from kernel.settings import Settings, secret
from kernel.web.program import Program
from services.notifications.handlers import COMMANDS, EVENTS, TIMERS
from services.notifications.providers.port import Provider
from services.notifications.providers.sms import SmsProvider
from services.notifications.providers.smtp import SmtpProvider, SmtpServer
from services.notifications.repository import CHILDREN, KINDS
from services.notifications.routes import BLUEPRINTS
from services.notifications.turns.sender import SENDERS, Sender
from services.notifications.turns.sweeper import Sweeper

TITLE = "Notifications"
SERVICE = Service(
    name="notifications",
    kinds=KINDS,
    commands=COMMANDS,
    events=EVENTS,
    timers=TIMERS,
    audited={"": CHILDREN.collection},
)


def turns(node: Node, settings: Settings) -> Mapping[str, Turn]:
    """The sender and the sweeper.

    Over a network several senders wait for their answers at the same time, each for children of its own; SQLite has one
    writer, and a second sender would only wait for the first.
    """
    count = SENDERS if settings.mongo_url else 1
    names = ["sender", *(f"sender-{number}" for number in range(2, count + 1))]
    senders: dict[str, Turn] = {
        name: Sender(node, providers(node, settings), settings.public_url, lane=lane, lanes=count)
        for lane, name in enumerate(names)
    }
    return {**senders, "sweeper": Sweeper(node)}


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
    ways: dict[Channel, Provider] = {Channel.EMAIL: SmtpProvider(server, node.clock)}
    if settings.sms_url:
        token = secret(settings.sms_token_file) if settings.sms_token_file else ""
        ways[Channel.SMS] = SmsProvider(settings.sms_url, token)
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
