"""Load, check who asks, decide. Each module has its tables at its foot; here they become one."""

from kernel.contract import Event
from kernel.service import CommandHandler, EventHandler, TimerHandler
from services.consent.handlers import authority, danger, events, glass, packs, registration, reports, wishes

COMMANDS: dict[type, CommandHandler] = {
    **registration.COMMANDS,
    **authority.COMMANDS,
    **danger.COMMANDS,
    **glass.COMMANDS,
    **packs.COMMANDS,
    **wishes.COMMANDS,
}
EVENTS: dict[type[Event], EventHandler] = {**events.EVENTS, **reports.EVENTS}
TIMERS: dict[str, TimerHandler] = {}
