"""The service, ready to be given engines."""

from contracts.topics import channels_of
from kernel.service import Service
from kernel.web.program import Program
from services.notes.handlers import COMMANDS, EVENTS, TIMERS
from services.notes.repository import KINDS
from services.notes.routes import BLUEPRINTS

SERVICE = Service(name="notes", kinds=KINDS, commands=COMMANDS, events=EVENTS, timers=TIMERS)
PROGRAM = Program(service=SERVICE, channels=channels_of("notes"), title="Notes", blueprints=BLUEPRINTS)
