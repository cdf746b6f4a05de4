"""The service, ready to be given engines."""

from contracts.topics import channels_of
from kernel.service import Service
from kernel.web.program import Program
from services.consent.handlers import COMMANDS, EVENTS, FORESEES, TIMERS
from services.consent.packs.kept import PACK_SCHEDULES
from services.consent.repository import CLINICS, FAMILIES, KINDS, PERSONS
from services.consent.routes import BLUEPRINTS

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
PROGRAM = Program(service=SERVICE, channels=channels_of("consent"), title="Consent", blueprints=BLUEPRINTS)
