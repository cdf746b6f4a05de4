"""Load, check who asks, decide. Each module has its tables at its foot; here they become one."""

from kernel.contract import Event
from kernel.service import CommandHandler, EventHandler, TimerHandler
from services.goals.handlers import (
    clinics,
    events,
    goals,
    households,
    involvement,
    measures,
    milestones,
    observations,
    practice,
    strategies,
    vision,
)

COMMANDS: dict[type, CommandHandler] = {
    **goals.COMMANDS,
    **vision.COMMANDS,
    **households.COMMANDS,
    **involvement.COMMANDS,
    **strategies.COMMANDS,
    **measures.COMMANDS,
    **clinics.COMMANDS,
    **practice.COMMANDS,
    **observations.COMMANDS,
    **milestones.COMMANDS,
}
EVENTS: dict[type[Event], EventHandler] = {**events.EVENTS}
TIMERS: dict[str, TimerHandler] = {**practice.TIMERS, **involvement.TIMERS}
