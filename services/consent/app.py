"""The service, ready to be given engines."""

from collections.abc import Mapping

from contracts.topics import channels_of
from kernel.loops import Turn
from kernel.node import Node
from kernel.service import Service
from kernel.settings import Settings
from kernel.web.program import Program
from services.consent.handlers import COMMANDS, EVENTS, FORESEES, TIMERS
from services.consent.packs.kept import PACK_SCHEDULES
from services.consent.repository import CLINICS, FAMILIES, KINDS, PERSONS
from services.consent.routes import BLUEPRINTS
from services.consent.turns.calendars import Calendars

AUDITED = {
    "": FAMILIES.collection,
    "person:": PERSONS.collection,
    "clinic:": CLINICS.collection,
    "network:": PACK_SCHEDULES.collection,
}
SERVICE = Service(
    name="consent",
    kinds=KINDS,
    commands=COMMANDS,
    events=EVENTS,
    timers=TIMERS,
    foresees=FORESEES,
    audited=AUDITED,
)


def turns(node: Node, settings: Settings) -> Mapping[str, Turn]:
    """One loop besides the kernel's."""
    return {"calendars": Calendars(node)}


PROGRAM = Program(
    service=SERVICE, channels=channels_of("consent"), title="Consent", blueprints=BLUEPRINTS, turns=turns
)
