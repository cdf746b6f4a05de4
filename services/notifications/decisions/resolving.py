"""Acknowledged is not resolved: while the concern stays open, a human is asked again, as often as the policy says.

The adults have read it by then, or a human took it over; so it is a human's task that comes again and not the messages.
Closing the concern is the only end. Like a rung it has two triggers, a timer and the sweeper.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from contracts.codes import MessageClass
from kernel.decision import NOTHING, Decision, Timer
from services.notifications.decisions import tasks
from services.notifications.decisions.merging import merged
from services.notifications.decisions.notices import Fresh
from services.notifications.model import Disclosure, Task, TaskState

TIMER = "unresolved"
UNRESOLVED = "concern-unresolved"
CLOSABLE = "notes"  # the service whose items staff close


def timer_id(disclosure: str) -> str:
    """One per disclosure; setting it again moves it."""
    return f"{TIMER}:{disclosure}"


def armed(disclosure: Disclosure, now: datetime) -> tuple[Disclosure, tuple[Timer, ...]]:
    """Asked again when the policy's time is over. Only what staff can close is ever open."""
    if disclosure.message_class is not MessageClass.SAFETY or disclosure.item_service != CLOSABLE:
        return disclosure, ()
    due = now + timedelta(hours=disclosure.resolve_hours)
    data = {"child": disclosure.child, "disclosure": disclosure.id}
    return replace(disclosure, unresolved_due=due), (
        Timer(id=timer_id(disclosure.id), name=TIMER, due=due, data=data),
    )


def disarmed(disclosure: Disclosure) -> tuple[Disclosure, tuple[str, ...]]:
    """The concern was closed: nobody is asked again. With the timers to cancel."""
    if disclosure.unresolved_due is None:
        return disclosure, ()
    return replace(disclosure, unresolved_due=None), (timer_id(disclosure.id),)


def asked_again(
    disclosure: Disclosure, known: Sequence[Task], closed: bool, fresh: Fresh, now: datetime
) -> Decision:
    """A task with names on it, unless one is open already; in either case it comes again."""
    if disclosure.unresolved_due is None or now < disclosure.unresolved_due:
        return NOTHING
    if closed:
        ended, cancelled = disarmed(disclosure)
        return Decision(changes=(ended,), cancelled=cancelled)
    again, timers = armed(disclosure, now)
    waiting = any(task.code == UNRESOLVED and task.state is TaskState.OPEN for task in known)
    asked = NOTHING if waiting else tasks.opened(again, UNRESOLVED, fresh, now, assignees=_owner(again))
    return merged(Decision(changes=(again,), timers=timers), asked)


def _owner(disclosure: Disclosure) -> tuple[str, ...]:
    """Whoever of the staff said that they are on it."""
    owner = None if disclosure.ladder is None else disclosure.ladder.ended_by
    return () if owner is None or disclosure.adult(owner) is not None else (owner,)
