"""Load, check who asks, decide. Each module has its tables at its foot; here they become one."""

from kernel.contract import Event
from kernel.service import CommandHandler, EventHandler, TimerHandler
from services.goals.handlers import events, goals, households, vision

COMMANDS: dict[type, CommandHandler] = {**goals.COMMANDS, **vision.COMMANDS, **households.COMMANDS}
EVENTS: dict[type[Event], EventHandler] = {**events.EVENTS}
TIMERS: dict[str, TimerHandler] = {}
