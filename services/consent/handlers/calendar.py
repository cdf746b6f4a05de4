"""A child's calendar: armed by whatever changes the family, and read when a moment has come."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kernel.decision import NOTHING, Decision
from kernel.service import TimerHandler
from kernel.work import Work
from services.consent.decisions import calendar
from services.consent.model import Family, Ground
from services.consent.repository import FAMILIES, ground

Handler = Callable[..., Decision]


def armed(handler: Handler) -> Handler:
    """The same handler; where it changes a family, the next moment of its calendar is set in the same commit."""

    def handle(*args: Any) -> Decision:
        return _with_calendar(handler(*args), args[-1])

    return handle


def all_armed(handlers: Mapping[Any, Handler]) -> dict[Any, Handler]:
    """Every handler of a table."""
    return {message: armed(handler) for message, handler in handlers.items()}


def on_moment(data: Mapping[str, str], work: Work) -> Decision:
    """A birthday, a beginning, an end, a notice, or only the time to look again."""
    family = work.known(FAMILIES, data["child"])
    return NOTHING if family is None else calendar.turned(family, _grounds(family, work), work.now)


def _with_calendar(decision: Decision, work: Work) -> Decision:
    family = next((item for item in decision.changes if isinstance(item, Family)), None)
    if family is None:
        return decision
    after, timers = calendar.set_for(family, _grounds(family, work), work.now)
    changes = tuple(after if item is family else item for item in decision.changes)
    return replace(decision, changes=changes, timers=(*decision.timers, *timers))


def _grounds(family: Family, work: Work) -> list[Ground]:
    return [ground(work, family, clinic) for clinic in family.clinics]


TIMERS: dict[str, TimerHandler] = {calendar.TIMER: on_moment}
