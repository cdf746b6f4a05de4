"""Load, check who asks, decide. Each module has its tables at its foot; here they become one."""

from collections.abc import Callable, Sequence
from typing import Any

from kernel.contract import Event
from kernel.service import CommandHandler, EventHandler
from kernel.store.port import Wanted
from services.notes.handlers import (
    concerns,
    cosigning,
    drafts,
    episodes,
    events,
    invitations,
    notes,
    psychotherapy,
    safety,
    search,
    sessions,
    templates,
)

COMMANDS: dict[type, CommandHandler] = {
    **templates.COMMANDS,
    **sessions.COMMANDS,
    **invitations.COMMANDS,
    **drafts.COMMANDS,
    **{command: search.indexed(handle) for command, handle in {**notes.COMMANDS, **cosigning.COMMANDS}.items()},
    **psychotherapy.COMMANDS,
    **concerns.COMMANDS,
    **safety.COMMANDS,
    **episodes.COMMANDS,
}
EVENTS: dict[type[Event], EventHandler] = {**events.EVENTS}
FORESEES: dict[type, Callable[[Any], Sequence[Wanted]]] = {**notes.FORESEES, **concerns.FORESEES}
