"""Each kind of stuck thing: how it is found, and the command that settles it. One table, one row for each kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kernel.command import OfChild, OfPerson
from kernel.reader import Reader
from services.notifications.commands import (
    AskAgain,
    ClimbRung,
    DecideWatched,
    EscalateTask,
    GiveUpReceipt,
    PassOver,
    ResolveStuck,
    SettleContactPoint,
)
from services.notifications.decisions.delivery import DISPATCH_BOUND, NOT_TRIED, RECEIPT_BOUND
from services.notifications.decisions.limits import ROUTINE_EXPIRES
from services.notifications.repository import (
    overdue_ladders,
    overdue_tasks,
    points_due,
    silent_notices,
    stuck_notices,
    undecided,
    unresolved,
    untried_notices,
)
from services.notifications.settings import SWEEP_BATCH_MAX, SWEEP_GRACE_SECONDS, SWEEP_SLOW_SECONDS

GRACE = timedelta(seconds=SWEEP_GRACE_SECONDS)


@dataclass(frozen=True, slots=True)
class Sweep:
    """`find` answers the commands that settle what is stuck at a moment; it is asked so often at most."""

    find: Callable[[Reader, datetime], Sequence[OfChild | OfPerson]]
    every_seconds: float = 0.0


def rungs(reader: Reader, now: datetime) -> list[OfChild]:
    """A rung is due and its timer did not take it; a held ladder past its bound is one of them."""
    found = overdue_ladders(reader, now - GRACE, SWEEP_BATCH_MAX)
    return [
        ClimbRung(child=item.child, disclosure=item.id, rung=item.ladder.rung + 1)
        for item in found
        if item.ladder is not None
    ]


def intents(reader: Reader, now: datetime) -> list[OfChild]:
    """A provider was to be called and nothing was written after it."""
    found = stuck_notices(reader, now - DISPATCH_BOUND, SWEEP_BATCH_MAX)
    return [ResolveStuck(child=notice.child, notice=notice.id) for notice in found]


def untried(reader: Reader, now: datetime) -> list[OfChild]:
    """A message is due for long and no sender has touched it: safety soon, the rest when it is too late for it."""
    soon = untried_notices(reader, 0, now - NOT_TRIED, SWEEP_BATCH_MAX)
    late = untried_notices(reader, 1, now - ROUTINE_EXPIRES - NOT_TRIED, SWEEP_BATCH_MAX)
    return [PassOver(child=notice.child, notice=notice.id) for notice in (*soon, *late)]


def watches(reader: Reader, now: datetime) -> list[OfChild]:
    """A concern was raised, consent has not decided, and the timer called nobody."""
    found = undecided(reader, now - GRACE, SWEEP_BATCH_MAX)
    return [DecideWatched(child=item.child, watched=item.id) for item in found]


def open_concerns(reader: Reader, now: datetime) -> list[OfChild]:
    """A concern is still open when it should be resolved, and the timer asked nobody."""
    found = unresolved(reader, now - GRACE, SWEEP_BATCH_MAX)
    return [AskAgain(child=item.child, disclosure=item.id) for item in found]


def tasks(reader: Reader, now: datetime) -> list[OfChild]:
    """A task is past its time and nobody has done it."""
    found = overdue_tasks(reader, now, SWEEP_BATCH_MAX)
    return [EscalateTask(child=task.child, task=task.id) for task in found]


def points(reader: Reader, now: datetime) -> list[OfPerson]:
    """Nobody showed in time that an address is theirs; one has cooled off; one was replaced."""
    found = points_due(reader, now, SWEEP_BATCH_MAX)
    return [SettleContactPoint(person=point.person, contact_point=point.id) for point in found]


def receipts(reader: Reader, now: datetime) -> list[OfChild]:
    """A provider took a message and never said more."""
    found = silent_notices(reader, now - RECEIPT_BOUND, SWEEP_BATCH_MAX)
    return [GiveUpReceipt(child=notice.child, notice=notice.id) for notice in found]


SWEEPS: Mapping[str, Sweep] = {
    "overdue-rung": Sweep(rungs),
    "intent-without-answer": Sweep(intents),
    "message-not-tried": Sweep(untried, SWEEP_SLOW_SECONDS),
    "concern-undecided": Sweep(watches, SWEEP_SLOW_SECONDS),
    "concern-unresolved": Sweep(open_concerns, SWEEP_SLOW_SECONDS),
    "task-overdue": Sweep(tasks, SWEEP_SLOW_SECONDS),
    "receipt-missing": Sweep(receipts, SWEEP_SLOW_SECONDS),
    "contact-point-due": Sweep(points, SWEEP_SLOW_SECONDS),
}
