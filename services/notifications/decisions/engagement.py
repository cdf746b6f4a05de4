"""What adults do on the secure page, and staff about it. Consent was asked again before any of this is called."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from contracts.codes import Engagement, LadderState
from contracts.notifications import EngagementChanged
from kernel.decision import NOTHING, Decision
from kernel.errors import Gone, Invalid, NotFound, Stale
from services.notifications.decisions import handing, resolving, tasks
from services.notifications.decisions.ladder import OPEN_STATES, ended, judged
from services.notifications.decisions.merging import merged
from services.notifications.decisions.notices import Fresh
from services.notifications.model import (
    Child,
    Disclosure,
    Entitlement,
    Pointer,
    PointerState,
    Task,
    TaskState,
    Verdict,
)

MOOT = frozenset({handing.HAND_OVER, resolving.UNRESOLVED})  # tasks that a closed matter leaves nothing of
CLOSED = "closed"


def entitled(disclosure: Disclosure, person: str, verdict: Verdict, now: datetime) -> tuple[Disclosure, Entitlement]:
    """The disclosure and the adult's place in it, or a neutral no.

    Gone only for those to whom a message may have left; whoever never heard of it, or may not hear of it before the
    child, gets the answer of a thing that does not exist.
    """
    known = disclosure.adult(person)
    if known is None or disclosure.kept_back(now):
        raise NotFound("no-such-disclosure")
    fresh = judged(disclosure, {person: verdict}, now)
    adult = fresh.adult(person)
    if adult is None or not (verdict.permits and adult.asked):
        raise Gone("withdrawn") if known.told_at is not None else NotFound("no-such-disclosure")
    return fresh, adult


def viewed(disclosure: Disclosure, person: str, verdict: Verdict, now: datetime) -> Decision:
    """Opened behind the second factor. Later views change nothing but the audit chain."""
    disclosure, adult = entitled(disclosure, person, verdict, now)
    if adult.opened_at is not None:
        return _unchanged(disclosure, adult)
    return _engaged(disclosure, replace(adult, opened_at=now), now)


def acknowledged(disclosure: Disclosure, person: str, verdict: Verdict, now: datetime) -> Decision:
    """Read and taken on. Ends the ladder. Only after it was opened: nobody acknowledges what they did not see."""
    disclosure, adult = entitled(disclosure, person, verdict, now)
    if adult.opened_at is None:
        raise Stale("not-opened")
    if adult.acknowledged_at is not None:
        return _unchanged(disclosure, adult)
    engaged = _engaged(disclosure, replace(adult, acknowledged_at=now), now)
    return merged(replace(engaged, changes=()), ended(_changed(engaged), LadderState.ACKNOWLEDGED, person, now))


def replied(disclosure: Disclosure, person: str, verdict: Verdict, now: datetime) -> Decision:
    """They wrote back; the words begin a conversation. An answer is no acknowledgement: the ladder stays."""
    disclosure, adult = entitled(disclosure, person, verdict, now)
    if adult.opened_at is None:
        raise Stale("not-opened")
    if adult.answered_at is not None:
        return _unchanged(disclosure, adult)
    return _engaged(disclosure, replace(adult, answered_at=now), now)


def disowned(
    disclosure: Disclosure, child: Child, pointers: Sequence[Pointer], person: str, verdict: Verdict, fresh: Fresh,
    now: datetime,
) -> Decision:  # fmt: skip
    """"Not my child": all that is this child's is closed to them at once, and a human looks at how it came to them.

    `pointers`: the links of the child that are still good, of whatever matter.
    """
    disclosure, adult = entitled(disclosure, person, verdict, now)
    engaged = _engaged(disclosure, replace(adult, disowned_at=now), now)
    frozen = tuple(
        replace(pointer, state=PointerState.WITHDRAWN)
        for pointer in pointers
        if pointer.person == person and pointer.state is PointerState.VALID
    )
    closed = replace(child, frozen=tuple(dict.fromkeys((*child.frozen, person))))
    incident = tasks.opened(_changed(engaged), tasks.NOT_MY_CHILD, fresh, now, person=person)
    return merged(engaged, Decision(changes=(closed, *frozen)), incident)


def reconsidered(disclosure: Disclosure, person: str, unread: bool, now: datetime) -> Decision:
    """Staff have looked into a "not my child". `unread`: it was somebody else who opened it, so the adult has not."""
    adult = disclosure.adult(person)
    if adult is None:
        return NOTHING
    back = replace(adult, disowned_at=None)
    if unread:
        back = replace(back, opened_at=None, acknowledged_at=None, answered_at=None)
    return replace(_engaged(disclosure, back, now), reply={})


def taken_over(disclosure: Disclosure, person: str, now: datetime) -> Decision:
    """A member of staff is on it from here; nobody is asked further."""
    if disclosure.ladder is None:
        raise Invalid("no-ladder")
    if disclosure.ladder.state not in OPEN_STATES:
        raise Stale("ladder-ended")
    over = ended(disclosure, LadderState.TAKEN_OVER, person, now)
    return merged(over, Decision(reply={"state": LadderState.TAKEN_OVER.value}))


def closed(disclosures: Sequence[Disclosure], known: Sequence[Task], person: str, now: datetime) -> Decision:
    """The concern was dealt with: its ladders end, and nobody is asked again to close it or to take it over.

    All other tasks stay, because a duty is not done by closing a file.
    """
    ends = [_closed(item, person, now) for item in disclosures]
    moot = [task for task in known if task.code in MOOT and task.state is TaskState.OPEN]
    done = [replace(tasks.done(task, CLOSED, None, person, now), reply={}) for task in moot]
    return merged(*ends, *done)


def _closed(disclosure: Disclosure, person: str, now: datetime) -> Decision:
    settled = handing.withdrawn(disclosure, now)
    if settled.ladder is not None and settled.ladder.state in OPEN_STATES:
        return ended(settled, LadderState.CLOSED, person, now)
    settled, cancelled = resolving.disarmed(settled)
    return NOTHING if settled == disclosure else Decision(changes=(settled,), cancelled=cancelled)


def _engaged(disclosure: Disclosure, adult: Entitlement, now: datetime) -> Decision:
    adults = tuple(adult if item.person == adult.person else item for item in disclosure.adults)
    event = EngagementChanged(
        child=disclosure.child,
        disclosure=disclosure.id,
        person=adult.person,
        engagement=adult.engagement,
        changed_at=now,
    )
    reply = {"engagement": Engagement(adult.engagement).value}
    facts = {"disclosure": disclosure.id, "engagement": reply["engagement"]}
    return Decision(changes=(replace(disclosure, adults=adults),), events=(event,), reply=reply, facts=facts)


def _unchanged(disclosure: Disclosure, adult: Entitlement) -> Decision:
    return Decision(
        reply={"engagement": adult.engagement.value},
        facts={"disclosure": disclosure.id, "engagement": adult.engagement.value},
    )


def _changed(decision: Decision) -> Disclosure:
    return next(item for item in decision.changes if isinstance(item, Disclosure))
