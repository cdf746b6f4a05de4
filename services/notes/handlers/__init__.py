"""Load, check who asks, decide. Each module has its tables at its foot; here they become one."""

from collections.abc import Callable, Sequence
from typing import Any

from kernel.contract import Event
from kernel.service import CommandHandler, EventHandler, TimerHandler
from kernel.store.port import Wanted
from services.notes.handlers import (
    concerns,
    cosigning,
    drafts,
    episodes,
    events,
    notes,
    psychotherapy,
    sessions,
    templates,
)

COMMANDS: dict[type, CommandHandler] = {
    **templates.COMMANDS,
    **sessions.COMMANDS,
    **drafts.COMMANDS,
    **notes.COMMANDS,
    **cosigning.COMMANDS,
    **psychotherapy.COMMANDS,
    **concerns.COMMANDS,
    **episodes.COMMANDS,
}
EVENTS: dict[type[Event], EventHandler] = {**events.EVENTS}
TIMERS: dict[str, TimerHandler] = {}
FORESEES: dict[type, Callable[[Any], Sequence[Wanted]]] = {**notes.FORESEES, **concerns.FORESEES}
