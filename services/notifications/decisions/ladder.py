"""The escalation of a safety disclosure: each rung at most once, at the end a reader or a human's task.

Two triggers take a rung, the timer and the sweeper; both say which rung they mean, so that the second finds it taken.
Whom a rung asks is decided anew each time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from contracts.codes import DeliveryState, LadderState
from contracts.notifications import LadderMoved
from kernel.decision import NOTHING, Decision, Timer
from services.notifications.decisions import resolving, tasks
from services.notifications.decisions.holds import BOUND_PASSED, TELL_CHILD_FIRST, let_go, put_off
from services.notifications.decisions.merging import merged
from services.notifications.decisions.notices import CALLS_ONLY, Fresh, Points, addressed_twice, told
from services.notifications.model import (
    HOPEFUL,
    TASK_CHANNELS,
    Climbed,
    Disclosure,
    Entitlement,
    Ladder,
    Notice,
    Rung,
    Verdict,
)

TIMER = "ladder-rung"
OPEN_STATES = frozenset({LadderState.HELD, LadderState.CLIMBING, LadderState.EXHAUSTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """What a rung is decided on. A person without verdict: consent did not answer, what it said last stands.

    That leaks nothing, because consent is asked once more right before any provider is called.
    """

    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    points: Points = field(default_factory=dict)
    staff: frozenset[str] = frozenset()  # whom a clinic that is not live may message
    earlier: Sequence[Notice] = ()


def judged(disclosure: Disclosure, verdicts: Mapping[str, Verdict], now: datetime) -> Disclosure:
    """The adults with what consent says now. A no always counts; a yes on an older position than the known does not."""
    adults = tuple(_judged(adult, verdicts.get(adult.person), now) for adult in disclosure.adults)
    return replace(disclosure, adults=adults)


def _judged(adult: Entitlement, verdict: Verdict | None, now: datetime) -> Entitlement:
    if verdict is None or verdict == adult.verdict:
        return adult
    if verdict.permits and verdict.position < adult.verdict.position:
        return adult
    position = max(verdict.position, adult.verdict.position)
    return replace(adult, verdict=replace(verdict, position=position), decided_at=now)


def started(disclosure: Disclosure, policy: str, rungs: tuple[Rung, ...], now: datetime) -> Disclosure:
    """Before the first rung, which is due at once whatever the policy's first minute."""
    ladder = Ladder(policy=policy, rungs=rungs, started_at=now, state=LadderState.CLIMBING, rung=0)
    return replace(disclosure, ladder=ladder, next_due=due_of(ladder, 1))


def due_of(ladder: Ladder, rung: int) -> datetime:
    """When a rung (from 1) is due by the clock, UTC."""
    return ladder.started_at + timedelta(minutes=ladder.rungs[rung - 1].after_minutes)


def ends_at(ladder: Ladder) -> datetime:
    """When a human is on it at the latest."""
    return due_of(ladder, len(ladder.rungs))


def timer(disclosure: Disclosure) -> Timer:
    """The first of the two triggers."""
    if disclosure.ladder is None or disclosure.next_due is None:
        raise ValueError("only a climbing ladder has a next rung")
    rung = disclosure.ladder.rung + 1
    data = {"child": disclosure.child, "disclosure": disclosure.id, "rung": str(rung)}
    return Timer(id=timer_id(disclosure.id, rung), name=TIMER, due=disclosure.next_due, data=data)


def timer_id(disclosure: str, rung: int) -> str:
    """One timer per rung; setting it again moves it. A timer that fires goes by itself and is never set anew."""
    return f"ladder:{disclosure}:{rung}"


def climb(disclosure: Disclosure, rung: int, audience: Audience, fresh: Fresh, now: datetime) -> Decision:
    """Take the rung if it is the next and due, else nothing. A held ladder whose first rung is due is let go."""
    if disclosure.next_due is None or now < disclosure.next_due:
        return NOTHING
    if disclosure.held:
        disclosure = let_go(disclosure, BOUND_PASSED, None, now)
    ladder = disclosure.ladder
    if ladder is None or not disclosure.climbing or rung != ladder.rung + 1:
        return NOTHING
    step = _asked if ladder.rungs[rung - 1].channel not in TASK_CHANNELS else _handed
    return step(judged(disclosure, audience.verdicts, now), ladder, rung, audience, fresh, now)


def _asked(
    disclosure: Disclosure, ladder: Ladder, rung: int, audience: Audience, fresh: Fresh, now: datetime
) -> Decision:
    channel = ladder.rungs[rung - 1].channel
    asked = [adult.person for adult in disclosure.adults if adult.asked and adult.acknowledged_at is None]
    made = [
        one
        for person in asked
        for one in addressed_twice(disclosure, person, channel, rung, audience.points, audience.staff, fresh, now)
    ]
    notices = [notice for notice, _ in made]
    pointers = [pointer for _, pointer in made if pointer is not None]
    reason = None if pointers else _why_nobody(notices)
    hope = hopeful([*audience.earlier, *notices])
    calls = [notice.person for notice in notices if notice.reason == CALLS_ONLY and rung == 1]
    return merged(
        Decision(changes=(*notices, *pointers), events=told(*notices)),
        *(tasks.opened(disclosure, tasks.CALL, fresh, now, person=person) for person in calls),
        _stepped(disclosure, ladder, rung, reason, hope, fresh, now),
    )


def _why_nobody(notices: Sequence[Notice]) -> str:
    reasons = {notice.reason for notice in notices if notice.reason}
    return reasons.pop() if len(reasons) == 1 else ("nobody-reachable" if notices else "nobody-permitted")


def _handed(
    disclosure: Disclosure, ladder: Ladder, rung: int, audience: Audience, fresh: Fresh, now: datetime
) -> Decision:
    stepped = _stepped(disclosure, ladder, rung, None, hopeful(audience.earlier), fresh, now)
    if rung == len(ladder.rungs):
        return stepped  # the task of the last rung is that of exhaustion
    return merged(tasks.opened(disclosure, tasks.CALL, fresh, now), stepped)


def _stepped(
    disclosure: Disclosure, ladder: Ladder, rung: int, reason: str | None, hope: bool, fresh: Fresh, now: datetime
) -> Decision:
    climbed = (*ladder.climbed, Climbed(rung=rung, at=now, reason=reason))
    taken = replace(ladder, rung=rung, climbed=climbed)
    if rung == len(ladder.rungs):
        return _exhausted(replace(disclosure, ladder=taken), taken, fresh, now)
    due = max(now, due_of(ladder, rung + 1)) if hope else now
    placed = replace(disclosure, ladder=taken, next_due=due)
    events = () if rung == 1 and ladder.hold is None else (movement(placed, now),)
    return Decision(changes=(placed,), events=events, timers=(timer(placed),))


def _exhausted(disclosure: Disclosure, ladder: Ladder, fresh: Fresh, now: datetime) -> Decision:
    over = replace(ladder, state=LadderState.EXHAUSTED, ended_at=now)
    ended, timers = resolving.armed(replace(disclosure, ladder=over, next_due=None), now)
    return merged(
        Decision(changes=(ended,), events=(movement(ended, now),), timers=timers),
        tasks.opened(ended, tasks.EXHAUSTED, fresh, now),
    )


def hopeful(notices: Sequence[Notice]) -> bool:
    """Somebody may still read one of them."""
    return any(notice.state in HOPEFUL for notice in notices)


def hastened(disclosure: Disclosure, notices: Sequence[Notice], now: datetime) -> tuple[Disclosure, tuple[Timer, ...]]:
    """The next rung at once, when a message surely failed or none is left that somebody may read."""
    bounced = any(notice.state is DeliveryState.BOUNCED and notice.history[-1].at == now for notice in notices)
    early = disclosure.next_due is not None and disclosure.next_due > now
    if not (disclosure.climbing and early and (bounced or not hopeful(notices))):
        return disclosure, ()
    sooner = replace(disclosure, next_due=now)
    return sooner, (timer(sooner),)


def held(disclosure: Disclosure, until: datetime, fresh: Fresh, now: datetime) -> Decision:
    """Started, but nobody is asked yet: a human tells the child, and the first rung is due when the wait is over."""
    waiting = put_off(disclosure, until)
    asked = tasks.opened(waiting, TELL_CHILD_FIRST, fresh, now, due=until, assignees=tasks.first_of(waiting))
    return merged(Decision(changes=(waiting,), events=(movement(waiting, now),), timers=(timer(waiting),)), asked)


def released(disclosure: Disclosure, reason: str, person: str | None, now: datetime) -> Decision:
    """The first rung is due now. Nothing when the wait was over before: somebody or something was faster."""
    if disclosure.ladder is None or disclosure.ladder.hold is None or disclosure.ladder.hold.released_at is not None:
        return NOTHING
    begun = let_go(disclosure, reason, person, now)
    if not begun.climbing:
        return Decision(changes=(begun,))
    return Decision(changes=(begun,), events=(movement(begun, now),), timers=(timer(begun),))


def ended(disclosure: Disclosure, state: LadderState, person: str | None, now: datetime) -> Decision:
    """Somebody read it, took it over or closed the matter. Nothing when there is no open ladder.

    All but closing leave the concern open, and somebody is asked again in the policy's time.
    """
    ladder = disclosure.ladder
    if ladder is None or ladder.state not in OPEN_STATES:
        return Decision(changes=(disclosure,))
    ending = replace(ladder, state=state, ended_at=now, ended_by=person)
    over = replace(disclosure, ladder=ending, next_due=None)
    timers, moot = tuple[Timer, ...](), tuple[str, ...]()
    if state is LadderState.CLOSED:
        over, moot = resolving.disarmed(over)
    else:
        over, timers = resolving.armed(over, now)
    cancelled = (timer_id(over.id, ladder.rung + 1), *moot)
    return Decision(changes=(over,), events=(movement(over, now),), timers=timers, cancelled=cancelled)


def movement(disclosure: Disclosure, now: datetime) -> LadderMoved:
    """Where the ladder stands after a step."""
    if disclosure.ladder is None:
        raise ValueError("a disclosure without ladder does not move")
    return LadderMoved(
        child=disclosure.child,
        disclosure=disclosure.id,
        clinic=disclosure.clinic,
        state=disclosure.ladder.state,
        rung=disclosure.ladder.rung,
        person=disclosure.ladder.ended_by,
        next_due=disclosure.next_due,
        moved_at=now,
    )
