"""A child's calendar: armed by whatever changes the family, and read when a moment has come."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from contracts.consent import BasisChanged
from kernel.auth.principal import Kind
from kernel.decision import NOTHING, Decision
from kernel.service import CommandHandler, TimerHandler
from kernel.work import Work
from services.consent.commands.calendar import MarkSwept, ReadCalendar
from services.consent.decisions import calendar
from services.consent.model import Family, Ground
from services.consent.model.calendar import Swept
from services.consent.packs.kept import PACK_SCHEDULES, in_force
from services.consent.repository import FAMILIES, SWEPT, ground

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
    if family is None:
        return NOTHING
    grounds = _grounds(family, work)
    return calendar.turned(family, grounds, work.now, _law(family, grounds, work))


def read_calendar(command: ReadCalendar, work: Work) -> Decision:
    """Asked by the service itself alone."""
    family = work.known(FAMILIES, command.child)
    if family is None or work.actor.kind is not Kind.SERVICE:
        return NOTHING
    grounds = _grounds(family, work)
    return calendar.read_again(family, grounds, work.now, _law(family, grounds, work))


def mark_swept(command: MarkSwept, work: Work) -> Decision:
    """The clinic's children have been looked at."""
    swept = Swept(id=command.clinic, mark=command.mark)
    if work.actor.kind is not Kind.SERVICE or work.known(SWEPT, command.clinic) == swept:
        return NOTHING
    return Decision(changes=(swept,))


def _with_calendar(decision: Decision, work: Work) -> Decision:
    family = next((item for item in decision.changes if isinstance(item, Family)), None)
    if family is None:
        return decision
    grounds = _grounds(family, work)
    # A new position covers whatever else has moved under the family.
    stands = replace(family, ground="") if any(isinstance(event, BasisChanged) for event in decision.events) else family
    after, timers = calendar.set_for(stands, grounds, work.now, _law(family, grounds, work))
    changes = tuple(after if item is family else item for item in decision.changes)
    return replace(decision, changes=changes, timers=(*decision.timers, *timers))


def _grounds(family: Family, work: Work) -> list[Ground]:
    return [ground(work, family, clinic) for clinic in family.clinics]


def _law(family: Family, grounds: Sequence[Ground], work: Work) -> list[datetime]:
    """When the network's next packs, or the next period of the law here, come into force."""
    schedule = work.known(PACK_SCHEDULES, family.network)
    moments = [item.since for item in schedule.activations] if schedule else []
    periods = in_force(work, family.network, work.now).periods.get(family.jurisdiction, ())
    days = {day for pack in periods for day in (pack.since, pack.until) if day is not None}
    clinics = [ground.clinic for ground in grounds]
    return moments + [calendar.begins(date.fromisoformat(day), clinic) for day in sorted(days) for clinic in clinics]


COMMANDS: dict[type, CommandHandler] = {ReadCalendar: read_calendar, MarkSwept: mark_swept}
TIMERS: dict[str, TimerHandler] = {calendar.TIMER: on_moment}
