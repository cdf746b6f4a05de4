"""The facts behind the decisions have changed: what was promised to somebody who may no longer know is taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.codes import DeliveryState
from kernel.decision import Decision
from services.notifications.decisions.holds import NOBODY_WAITS
from services.notifications.decisions.ladder import hastened, judged, released
from services.notifications.decisions.merging import merged
from services.notifications.decisions.notices import moved, told
from services.notifications.model import Disclosure, Notice, Pointer, PointerState, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One disclosure with all that is under way for it, and what consent says now of its adults."""

    disclosure: Disclosure
    notices: Sequence[Notice]
    pointers: Sequence[Pointer]
    verdicts: Mapping[str, Verdict]


def rechecked(matters: Sequence[Matter], now: datetime) -> Decision:
    """Links withdrawn and waiting messages suppressed for everybody who is no longer permitted, newly recorded."""
    return merged(*(_rechecked(matter, now) for matter in matters))


def _rechecked(matter: Matter, now: datetime) -> Decision:
    disclosure = judged(matter.disclosure, matter.verdicts, now)
    barred = {adult.person for adult in disclosure.adults if not adult.asked}
    if disclosure.held and len(barred) == len(disclosure.adults):
        return released(disclosure, NOBODY_WAITS, None, now)
    stopped = [
        moved(notice, DeliveryState.SUPPRESSED, "not-permitted", now)
        for notice in matter.notices
        if notice.state is DeliveryState.ACCEPTED and notice.person in barred
    ]
    withdrawn = [
        replace(pointer, state=PointerState.WITHDRAWN)
        for pointer in matter.pointers
        if pointer.state is PointerState.VALID and pointer.person in barred
    ]
    ids = {notice.id for notice in stopped}
    all_now = [*stopped, *(notice for notice in matter.notices if notice.id not in ids)]
    disclosure, timers = hastened(disclosure, all_now, now) if stopped else (disclosure, ())
    changes = (*stopped, *withdrawn, *((disclosure,) if disclosure != matter.disclosure else ()))
    return Decision(changes=changes, events=told(*stopped), timers=timers)
