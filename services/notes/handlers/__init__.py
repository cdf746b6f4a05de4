"""Load, check who asks, decide. Each module has its tables at its foot; here they become one."""

from collections.abc import Callable, Sequence
from typing import Any

from kernel.contract import Event
from kernel.service import CommandHandler, EventHandler, TimerHandler
from kernel.store.port import Wanted
from services.notes.handlers import concerns, events, notes, sessions

COMMANDS: dict[type, CommandHandler] = {**sessions.COMMANDS, **notes.COMMANDS, **concerns.COMMANDS}
EVENTS: dict[type[Event], EventHandler] = {**events.EVENTS}
TIMERS: dict[str, TimerHandler] = {}
FORESEES: dict[type, Callable[[Any], Sequence[Wanted]]] = {**notes.FORESEES, **concerns.FORESEES}
