"""The service, ready to be given engines."""

from collections.abc import Mapping

from kernel.loops import Turn
from kernel.node import Node
from kernel.service import Service
from kernel.settings import Settings
from services.goals.handlers import COMMANDS, EVENTS, TIMERS
from services.goals.repository import KINDS
from services.goals.routes import BLUEPRINTS

TITLE = "Goals"
SERVICE = Service(name="goals", kinds=KINDS, commands=COMMANDS, events=EVENTS, timers=TIMERS)

__all__ = ["BLUEPRINTS", "SERVICE", "TITLE", "turns"]


def turns(node: Node, settings: Settings) -> Mapping[str, Turn]:
    """No loops of its own: everything here follows from a request or an event."""
    return {}
