"""The service, ready to be given engines."""

from contracts.topics import channels_of
from kernel.service import Service
from kernel.web.program import Program
from services.notes.handlers import COMMANDS, EVENTS, FORESEES
from services.notes.repository import CHILDREN, KINDS
from services.notes.routes import BLUEPRINTS

SERVICE = Service(
    name="notes",
    kinds=KINDS,
    commands=COMMANDS,
    events=EVENTS,
    foresees=FORESEES,
    hears_at_leisure=True,
    audited={"": CHILDREN.collection},
)
PROGRAM = Program(service=SERVICE, channels=channels_of("notes"), title="Notes", blueprints=BLUEPRINTS)
