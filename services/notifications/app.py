"""The service, ready to be given engines, and its own loops."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from contracts.codes import Channel
from contracts.topics import channels_of
from kernel.loops import Turn
from kernel.node import Node
from kernel.service import Service
from kernel.settings import Settings
from kernel.web.program import Program
from services.notifications.handlers import COMMANDS, EVENTS, FORESEES, TIMERS
from services.notifications.messages.letters import Letters
from services.notifications.providers.port import Provider
from services.notifications.providers.ways import sender_of, ways
from services.notifications.repository import CHILDREN, KINDS
from services.notifications.routes import BLUEPRINTS
from services.notifications.settings import LINES_MAX
from services.notifications.turns.herald import Herald
from services.notifications.turns.intake import Intake
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
    carriers = ways(node, settings)
    letters = partial(Letters, node, settings.public_url, frozenset(carriers))
    senders: dict[str, Turn] = {}
    if settings.mongo_url and Channel.SMS in carriers:
        rest = tuple(channel for channel in Channel if channel is not Channel.SMS)
        for name, channels in (("sender", rest), ("sender-sms", (Channel.SMS,))):
            calls = ThreadPoolExecutor(LINES_MAX, thread_name_prefix=name).map
            senders[name] = Sender(node, _on(channels, carriers), letters(), channels, calls)
    else:
        senders["sender"] = Sender(node, carriers, letters())
    herald = Herald(node, ways(node, settings))
    loops: dict[str, Turn] = {"sweeper": Sweeper(node), "reconciler": Reconciler(node), "herald": herald}
    return {**senders, **loops, **_intake(node, settings)}


def _intake(node: Node, settings: Settings) -> dict[str, Turn]:
    """Bounces and complaints by SMTP, where the settings name a port for them."""
    if settings.bounce_port is None:
        return {}
    domain = sender_of(settings).rpartition("@")[2]
    return {"intake": Intake(node, settings.bind_host, settings.bounce_port, domain)}


def _on(channels: tuple[Channel, ...], carriers: Mapping[Channel, Provider]) -> dict[Channel, Provider]:
    """Connections belong to one sender each."""
    return {channel: provider for channel, provider in carriers.items() if channel in channels}


PROGRAM = Program(
    service=SERVICE, channels=channels_of("notifications"), title=TITLE, blueprints=BLUEPRINTS, turns=turns
)
