"""The service, ready to be given engines."""

from contracts.topics import channels_of
from kernel.service import Service
from kernel.web.program import Program
from services.goals.handlers import COMMANDS, EVENTS, TIMERS
from services.goals.repository import CHILDREN, KINDS
from services.goals.repository.measures import CLINICS
from services.goals.routes import BLUEPRINTS

SERVICE = Service(
    name="goals",
    kinds=KINDS,
    commands=COMMANDS,
    events=EVENTS,
    timers=TIMERS,
    audited={"": CHILDREN.collection, "clinic:": CLINICS.collection},
    hears_at_leisure=True,
)
PROGRAM = Program(service=SERVICE, channels=channels_of("goals"), title="Goals", blueprints=BLUEPRINTS)
