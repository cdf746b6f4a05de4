"""The child sets the pace: a break that the child asks for ends all reminders until it is over."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from kernel.auth.principal import Principal
from kernel.chance import derived_id
from kernel.decision import NOTHING, Decision
from kernel.errors import Invalid
from services.goals.commands import PausePractice
from services.goals.decisions.practice import PAUSED, is_day, settled
from services.goals.model.practice import Pause, Reminder


def pause_id(child: str, clinic: str) -> str:
    """One for each child and clinic."""
    return derived_id("practice-pause", child, clinic)


def paused(command: PausePractice, reminders: Collection[Reminder], by: Principal, now: datetime) -> Decision:
    """From now on; what waits to be sent is not sent either."""
    if command.until is not None and not (is_day(command.until) and command.until >= now.date().isoformat()):
        raise Invalid("pause-refused", {"until": ["out-of-range" if is_day(command.until) else "not-a-day"]})
    pause = Pause(
        id=pause_id(command.child, command.clinic),
        child=command.child,
        clinic=command.clinic,
        until=command.until,
        asked_at=now,
        recorded_by=by.person,
    )
    calm = settled(reminders, PAUSED, now)
    return Decision(changes=(pause, *calm.changes), events=calm.events, facts={"pause": pause.id})


def resumed(pause: Pause | None) -> Decision:
    """The next occurrence reminds again."""
    if pause is None or pause.ended:
        return NOTHING
    return Decision(changes=(replace(pause, ended=True),), facts={"pause": pause.id})
