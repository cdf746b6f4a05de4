"""Rungs that are due, by timer or by sweeper, and decisions that must be made anew."""

from collections.abc import Mapping
from datetime import timedelta

from kernel.decision import NOTHING, Decision
from kernel.errors import GatewayUnavailable
from kernel.work import Work
from services.notifications.commands import ClimbRung, DecideWatched
from services.notifications.decisions import ladder, rechecks, tasks
from services.notifications.decisions.ladder import Audience
from services.notifications.decisions.merging import merged
from services.notifications.decisions.rechecks import Matter
from services.notifications.gateways import FROZEN, verdict_now, verdicts_where_known
from services.notifications.handlers.events import RECHECK, recheck, staff_of, watch_timer
from services.notifications.model import TASK_CHANNELS, Child, Disclosure, PointerState, Verdict, Watched
from services.notifications.repository import (
    CHILDREN,
    CLOSED_ITEMS,
    DISCLOSURES,
    NOTICES,
    PER_CHILD_MAX,
    POINTERS,
    WATCHED,
    notices_of,
    pointers_of,
    points_of,
)
from services.notifications.settings import RECHECK_SECONDS


def on_rung_due(data: Mapping[str, str], work: Work) -> Decision:
    """The timer's trigger."""
    return _climbed(data["disclosure"], int(data["rung"]), work)


def on_undecided(data: Mapping[str, str], work: Work) -> Decision:
    """Time is up for consent: without a decision humans act. A matter closed meanwhile needs nobody."""
    return _undecided(work.load(WATCHED, data["id"]), work)


def decide_watched(command: DecideWatched, work: Work) -> Decision:
    """The sweeper's trigger; the timer goes with it. Nothing when the timer was faster."""
    concern = work.known(WATCHED, command.watched)
    if concern is None or concern.due is None or concern.due > work.now:
        return NOTHING
    return merged(_undecided(concern, work), Decision(cancelled=(watch_timer(concern.id),)))


def _undecided(concern: Watched, work: Work) -> Decision:
    item = concern.id.partition(":")[2]
    decided = work.find(DISCLOSURES, {"child": concern.child, "item": item}, (), PER_CHILD_MAX)
    if decided or work.known(CLOSED_ITEMS, concern.id) is not None:
        return Decision(removals=(concern,))
    undecided = tasks.undecided(concern, work.load(CHILDREN, concern.child), work.new_id(), work.now)
    return merged(undecided, Decision(removals=(concern,)))


def climb_rung(command: ClimbRung, work: Work) -> Decision:
    """The sweeper's trigger."""
    return _climbed(command.disclosure, command.rung, work)


def on_recheck(data: Mapping[str, str], work: Work) -> Decision:
    """Ask consent again about everybody to whom something is under way; without an answer, a little later."""
    child = work.known(CHILDREN, data["child"])
    try:
        matters = [_matter(item, child, work) for item in _under_way(data["child"], work)]
    except GatewayUnavailable:
        later = work.now + timedelta(seconds=RECHECK_SECONDS)
        return Decision(timers=(recheck(data["child"], f"{RECHECK}:{work.new_id()}", later),))
    return rechecks.rechecked(matters, work.now)


def _climbed(id: str, rung: int, work: Work) -> Decision:
    disclosure = work.load(DISCLOSURES, id)
    return ladder.climb(disclosure, rung, _audience(disclosure, rung, work), work.new_id, work.now)


def _audience(disclosure: Disclosure, rung: int, work: Work) -> Audience:
    """A rung of humans asks consent nothing: it must come whatever is down."""
    earlier = notices_of(work, disclosure.id)
    steps = disclosure.ladder.rungs if disclosure.ladder is not None else ()
    if not (disclosure.climbing or disclosure.held) or rung > len(steps) or steps[rung - 1].channel in TASK_CHANNELS:
        return Audience(earlier=earlier)
    child = work.known(CHILDREN, disclosure.child)
    persons = tuple(adult.person for adult in disclosure.adults)
    basis = 0 if child is None else child.basis
    return Audience(
        verdicts=verdicts_where_known(work.call, disclosure.child, disclosure.id, persons, basis) | _frozen(child),
        points=points_of(work, persons),
        staff=staff_of(child, disclosure.on_call),
        earlier=earlier,
    )


def _under_way(child: str, work: Work) -> list[Disclosure]:
    waiting = work.find(NOTICES, {"child": child, "state": "accepted"}, (), PER_CHILD_MAX)
    links = work.find(POINTERS, {"child": child, "state": PointerState.VALID.value}, (), PER_CHILD_MAX)
    named = {item.disclosure for item in waiting} | {item.disclosure for item in links}
    found = work.find(DISCLOSURES, {"child": child}, ("-decided_at",), PER_CHILD_MAX)
    return [item for item in found if item.id in named or item.climbing or item.held]


def _frozen(child: Child | None) -> dict[str, Verdict]:
    return {} if child is None else dict.fromkeys(child.frozen, FROZEN)


def _matter(disclosure: Disclosure, child: Child | None, work: Work) -> Matter:
    persons = [adult.person for adult in disclosure.adults]
    of = (disclosure.child, disclosure.id)
    return Matter(
        disclosure=disclosure,
        notices=notices_of(work, disclosure.id),
        pointers=pointers_of(work, disclosure.id),
        verdicts={person: verdict_now(work.call, child, of, person) for person in persons},
    )
