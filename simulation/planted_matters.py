"""Bugs about matters in human hands, planted in the same manner as those of `planted`."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Any

from contracts.codes import LadderState, MessageClass
from contracts.consent import DisclosureDecided
from kernel.decision import NOTHING, Decision
from services.consent import repository
from services.notifications.decisions import disclosures, handing, resolving
from services.notifications.decisions.ladder import ended
from services.notifications.decisions.merging import merged
from services.notifications.model import Disclosure
from simulation.exchanging import exchanged


def never_asked_again() -> AbstractContextManager[None]:
    """What was acknowledged counts as resolved."""
    return exchanged(resolving, "armed", lambda disclosure, now: (disclosure, ()))


def moved_when_offered() -> AbstractContextManager[None]:
    """An offer counts as accepted: the ladder ends although nobody is on it."""
    right = handing.offered

    def offered(disclosure: Disclosure, by: str, to: str, *rest: Any) -> Decision:
        now: datetime = rest[-1]
        decision = right(disclosure, by, to, *rest)
        placed = next(item for item in decision.changes if isinstance(item, Disclosure))
        if placed.ladder is None or placed.ladder.state is LadderState.TAKEN_OVER:
            return decision
        others = tuple(item for item in decision.changes if item is not placed)
        return merged(replace(decision, changes=others), ended(placed, LadderState.TAKEN_OVER, to, now))

    return exchanged(handing, "offered", offered)


def updates_dropped() -> AbstractContextManager[None]:
    """Of routine items the event is heard and nothing is written down."""
    right = disclosures.record

    def record(event: DisclosureDecided, *rest: Any) -> Decision:
        return NOTHING if event.message_class is MessageClass.UPDATE else right(event, *rest)

    return exchanged(disclosures, "record", record)


def first_shift_for_ever() -> AbstractContextManager[None]:
    """The rota is read without looking at the time: whoever stands first in it is called."""
    return exchanged(repository, "on_call_at", lambda shifts, moment: tuple(shift.person for shift in shifts[:1]))


MATTERS: Mapping[str, Callable[[], AbstractContextManager[None]]] = {
    "never-asked-again": never_asked_again,
    "moved-when-offered": moved_when_offered,
    "updates-dropped": updates_dropped,
    "first-shift-for-ever": first_shift_for_ever,
}
