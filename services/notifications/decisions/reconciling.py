"""What consent decided, held against what became of it: every entitled adult has an outcome, or it is a difference.

Two lists that were kept apart are compared, so that an event that was lost between them shows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.codes import DeliveryState, LadderState, MessageClass
from kernel.decision import NOTHING, Decision
from services.notifications.decisions import tasks
from services.notifications.model import (
    PENDING,
    Counted,
    Difference,
    Differing,
    Disclosure,
    Entitlement,
    Notice,
    Reconciliation,
    Task,
)

DIFFERS = "reconciliation-differs"
KEPT_MAX = 500  # differences written into one report; all are counted
TASK_DUE = timedelta(hours=4)  # of the morning on which it was found
OVERDUE = timedelta(hours=1)  # a message or a rung that is due for longer is no queue any more
PERMITTED_SINCE = "permitted-since"  # withheld when it was decided: they find it on the page, without a message
UNDER_WAY = frozenset({LadderState.HELD, LadderState.CLIMBING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One row of consent's own list."""

    disclosure: str
    child: str
    network: str
    clinic: str
    about: tuple[str, ...]
    permitted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What is on record here about one disclosure. `closed`: staff had closed the matter, perhaps before it came."""

    disclosure: Disclosure
    notices: Sequence[Notice] = ()
    tasks: Sequence[Task] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Outcomes of entitled adults, and what differs."""

    outcomes: Counter[str]
    differences: list[Differing]


def compared(decided: Iterable[Decided], carried: Mapping[str, Carried], now: datetime) -> Found:
    """Both lists, one against the other. The order of neither matters."""
    found = Found(Counter(), [])
    rows = {row.disclosure: row for row in decided}
    for row in rows.values():
        if row.disclosure not in carried:
            found.differences.append(_lost(row))
            continue
        known = {adult.person for adult in carried[row.disclosure].disclosure.adults}
        missing = [person for person in row.permitted if person not in known]
        found.differences.extend(replace(_lost(row, Difference.ADULT_MISSING), person=person) for person in missing)
    for id, item in carried.items():
        if id not in rows:
            found.differences.append(_differs(item.disclosure, Difference.NOT_DECIDED))
        _looked_at(item, rows.get(id), found, now)
    found.differences.sort(key=lambda one: (one.child, one.disclosure, one.difference, one.person or ""))
    return found


def _looked_at(item: Carried, row: Decided | None, found: Found, now: datetime) -> None:
    disclosure = item.disclosure
    for adult in disclosure.adults:
        outcome = outcome_of(item, adult, now)
        if outcome == Difference.NO_OUTCOME and row is not None and adult.person not in row.permitted:
            outcome = PERMITTED_SINCE
        if outcome in set(Difference):
            found.differences.append(replace(_differs(disclosure, Difference(outcome)), person=adult.person))
        elif outcome is not None:
            found.outcomes[outcome] += 1
    due = disclosure.next_due
    if due is not None and now - due > OVERDUE:
        found.differences.append(_differs(disclosure, Difference.LADDER_OVERDUE))
    silent = disclosure.ladder is None and not item.tasks and not item.closed
    if disclosure.message_class is MessageClass.SAFETY and silent:
        found.differences.append(_differs(disclosure, Difference.NOBODY_ON_IT))


def outcome_of(item: Carried, adult: Entitlement, now: datetime) -> str | None:
    """How far it has come with one adult: what they did, else how their messages ended, else who is on it.

    None for whoever was never entitled and never told; a `Difference` where nothing is and nothing will be.
    """
    own = [notice for notice in item.notices if notice.person == adult.person]
    if adult.engagement.value != "none":
        return adult.engagement.value
    if not adult.asked:
        return "withdrawn" if own else None
    waiting = [notice for notice in own if notice.state in PENDING]
    if any(now - notice.due > OVERDUE for notice in waiting):
        return Difference.MESSAGE_OVERDUE
    if waiting:
        return "waiting"
    ladder = item.disclosure.ladder
    if own:
        return _furthest(own)
    if ladder is not None:
        return "ladder-waits" if ladder.state in UNDER_WAY else f"ladder-{ladder.state.value}"
    return "closed" if item.closed else Difference.NO_OUTCOME


def _furthest(own: Sequence[Notice]) -> str:
    order = (
        DeliveryState.HANDED_OVER,
        DeliveryState.PROVIDER_ACCEPTED,
        DeliveryState.UNKNOWN,
        DeliveryState.BOUNCED,
        DeliveryState.EXPIRED,
    )
    states = {notice.state for notice in own}
    return next((state for state in order if state in states), DeliveryState.SUPPRESSED).value


def _lost(row: Decided, difference: Difference = Difference.NOT_CARRIED) -> Differing:
    return Differing(difference=difference, child=row.child, disclosure=row.disclosure, about=row.about)


def _differs(disclosure: Disclosure, difference: Difference) -> Differing:
    return Differing(
        difference=difference, child=disclosure.child, disclosure=disclosure.id, about=disclosure.about
    )


def counted(outcomes: Mapping[str, int]) -> tuple[Counted, ...]:
    """By name."""
    return tuple(Counted(outcome=name, adults=outcomes[name]) for name in sorted(outcomes))


def kept(known: Reconciliation | None, report: Reconciliation) -> Decision:
    """One report for each day; whoever comes second keeps the first."""
    return NOTHING if known is not None else Decision(changes=(report,), facts={"differing": str(report.differing)})


def alarmed(known: Task | None, differing: Differing, clinic: str, network: str, id: str, now: datetime) -> Decision:
    """A difference is an alert: those responsible for the clinic, and for privacy in the network, each once."""
    if known is not None:
        return NOTHING
    task = Task(
        id=id,
        child=differing.child,
        disclosure=differing.disclosure,
        network=network,
        clinic=clinic,
        code=DIFFERS,
        person=None,
        assignees=(clinic, network),
        due=now + TASK_DUE,
        opened_at=now,
        about=differing.about,
    )
    return tasks.announced(task)
