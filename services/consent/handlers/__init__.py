"""Load, check who asks, decide. Each module has its tables at its foot; here they become one."""

from collections.abc import Callable, Sequence
from typing import Any

from kernel.contract import Event
from kernel.service import CommandHandler, EventHandler, TimerHandler
from kernel.store.port import Wanted
from services.consent.handlers import (
    authority,
    calendar,
    care,
    danger,
    events,
    exchange,
    glass,
    packs,
    papers,
    registration,
    reports,
    rota,
    sessions,
    sharing,
    transfers,
    wishes,
)

_COMMANDS: dict[type, CommandHandler] = {
    **registration.COMMANDS,
    **rota.COMMANDS,
    **authority.COMMANDS,
    **danger.COMMANDS,
    **exchange.COMMANDS,
    **glass.COMMANDS,
    **packs.COMMANDS,
    **care.COMMANDS,
    **papers.COMMANDS,
    **sharing.COMMANDS,
    **calendar.COMMANDS,
    **transfers.COMMANDS,
    **sessions.COMMANDS,
    **wishes.COMMANDS,
}
COMMANDS: dict[type, CommandHandler] = calendar.all_armed(_COMMANDS)
EVENTS: dict[type[Event], EventHandler] = calendar.all_armed({**events.EVENTS, **reports.EVENTS})
TIMERS: dict[str, TimerHandler] = {**calendar.TIMERS}
FORESEES: dict[type, Callable[[Any], Sequence[Wanted]]] = {**events.FORESEES}
