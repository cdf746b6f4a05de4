"""Handing a running matter to a named colleague: it moves when they accept, and until then it stays where it was.

Handing over gives nobody a right: whoever accepts must be allowed to take it over in any case.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from contracts.codes import LadderState
from kernel.decision import Decision
from kernel.errors import Invalid, NotFound, Stale
from services.notifications.decisions import resolving, tasks
from services.notifications.decisions.ladder import OPEN_STATES, ended, movement
from services.notifications.decisions.merging import merged
from services.notifications.decisions.notices import Fresh
from services.notifications.model import Disclosure, HandOver, HandOverState, Task, TaskState

HAND_OVER = "hand-over"
RUNNING = OPEN_STATES | {LadderState.TAKEN_OVER}


def offered(
    disclosure: Disclosure, by: str, to: str, kept_out: Collection[str], known: list[Task], fresh: Fresh, now: datetime
) -> Decision:
    """A task for the colleague. An offer that is still open goes: one matter is offered to one person at a time."""
    if disclosure.ladder is None or disclosure.ladder.state not in RUNNING:
        raise Stale("ladder-ended")
    if to == by:
        raise Invalid("colleague", {"colleague": ["yourself"]})
    if to in kept_out:
        raise Invalid("colleague", {"colleague": ["not-a-colleague"]})
    earlier = [item for item in disclosure.hand_overs if item.state is HandOverState.OFFERED]
    offer = HandOver(id=fresh(), by=by, to=to, offered_at=now)
    after = withdrawn(disclosure, now)
    after = replace(after, hand_overs=(*after.hand_overs, offer))
    gone = [_done(item, HandOverState.WITHDRAWN, known, by, now) for item in earlier]
    asked = tasks.announced(tasks.named(disclosure, offer.id, HAND_OVER, (to,), None, now))
    reply = Decision(reply={"hand_over": offer.id}, facts={"disclosure": disclosure.id, "to": to})
    return merged(Decision(changes=(after,)), *gone, asked, reply)


def answered(
    disclosure: Disclosure, id: str, person: str, accepts: bool, known: list[Task], now: datetime
) -> Decision:
    """Theirs from here, or it stays. Only whom it was offered to answers, and only once."""
    offer = next((item for item in disclosure.hand_overs if item.id == id and item.to == person), None)
    if offer is None:
        raise NotFound("no-such-hand-over")
    if offer.state is not HandOverState.OFFERED:
        raise Stale("hand-over-answered")
    state = HandOverState.ACCEPTED if accepts else HandOverState.DECLINED
    kept = tuple(_answered(item, state, now) if item.id == id else item for item in disclosure.hand_overs)
    after = replace(disclosure, hand_overs=kept)
    moved = _theirs(after, person, now) if accepts else Decision(changes=(after,))
    facts = {"disclosure": disclosure.id, "state": state.value}
    return merged(moved, _done(offer, state, known, person, now), Decision(reply={"state": state.value}, facts=facts))


def withdrawn(disclosure: Disclosure, now: datetime) -> Disclosure:
    """Nothing is on offer any more."""
    if all(item.state is not HandOverState.OFFERED for item in disclosure.hand_overs):
        return disclosure
    kept = tuple(_answered(item, HandOverState.WITHDRAWN, now) for item in disclosure.hand_overs)
    return replace(disclosure, hand_overs=kept)


def _theirs(disclosure: Disclosure, person: str, now: datetime) -> Decision:
    ladder = disclosure.ladder
    if ladder is None or ladder.state not in RUNNING:
        raise Stale("ladder-ended")
    if ladder.state in OPEN_STATES:
        return ended(disclosure, LadderState.TAKEN_OVER, person, now)
    passed = replace(disclosure, ladder=replace(ladder, ended_at=now, ended_by=person))
    passed, timers = resolving.armed(passed, now)
    return Decision(changes=(passed,), events=(movement(passed, now),), timers=timers)


def _answered(offer: HandOver, state: HandOverState, now: datetime) -> HandOver:
    return replace(offer, state=state, answered_at=now) if offer.state is HandOverState.OFFERED else offer


def _done(offer: HandOver, state: HandOverState, known: list[Task], person: str, now: datetime) -> Decision:
    task = next((item for item in known if item.id == offer.id and item.state is TaskState.OPEN), None)
    return Decision() if task is None else tasks.done(task, state.value, None, person, now)
