"""The service, ready to be given engines."""

from contracts.topics import channels_of
from kernel.service import Service
from kernel.web.program import Program
from services.consent.handlers import COMMANDS, EVENTS, TIMERS
from services.consent.repository import KINDS
from services.consent.routes import BLUEPRINTS

SERVICE = Service(name="consent", kinds=KINDS, commands=COMMANDS, events=EVENTS, timers=TIMERS)
PROGRAM = Program(service=SERVICE, channels=channels_of("consent"), title="Consent", blueprints=BLUEPRINTS)
