"""Before and after the provider: may it still go, and what its answer means for the person and for the ladder."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.codes import DeliveryState
from kernel.decision import NOTHING, Decision
from services.notifications.decisions.ladder import hastened, judged
from services.notifications.decisions.limits import POINTER_LIFE, ROUTINE_EXPIRES
from services.notifications.decisions.notices import (
    COMPLAINED,
    OWN_CHANNEL,
    again,
    intended,
    is_overlooked,
    is_unwanted,
    moved,
    told,
    unsure,
)
from services.notifications.decisions.points import spoilt
from services.notifications.decisions.timing import Admission, Manners, admitted, is_asked
from services.notifications.model import (
    Answered,
    ContactPoint,
    Disclosure,
    Notice,
    NoticeKind,
    Pointer,
    PointerState,
    Receipt,
    Template,
    Verdict,
)

DISPATCH_BOUND = timedelta(seconds=120)  # a mail session whose seven commands all take their fifteen seconds has ended
NOT_TRIED = timedelta(minutes=10)  # a restart and a queue are over by then
RECEIPT_BOUND = timedelta(hours=72)  # networks try a telephone that is off for so long
STATES_AFTER = {Answered.ACCEPTED: DeliveryState.PROVIDER_ACCEPTED, Answered.REFUSED: DeliveryState.BOUNCED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a decision about one notice rests on besides the notice itself."""

    disclosure: Disclosure
    point: ContactPoint | None
    pointer: Pointer | None
    others: Sequence[Notice] = ()  # of the same disclosure, without this one
    manners: Manners | None = None  # of a routine message: how its person, child and clinic want it


def dispatched(
    notice: Notice, around: Around, verdict: Verdict, obstacle: str | None, now: datetime,
    template: Template | None = None,
) -> Decision:  # fmt: skip
    """The intent before the call, or why there will be no call. `reply["go"]` tells which."""
    if notice.state is not DeliveryState.ACCEPTED or notice.due > now:
        return Decision(reply={"go": False})
    known = around.disclosure
    around = replace(around, disclosure=judged(known, {notice.person: verdict}, now))
    if now >= notice.expires:
        return _stopped(notice, around, DeliveryState.EXPIRED, "too-late", now)
    reason = obstacle or _obstacle(notice, around, now)
    if reason is not None:
        return _stopped(notice, around, DeliveryState.SUPPRESSED, reason, now)
    asked = Admission()
    if around.manners is not None and is_asked(notice):
        asked = admitted(notice, around.manners, verdict, now)
    if asked.stop is not None:
        return _stopped(notice, around, DeliveryState.SUPPRESSED, asked.stop, now)
    if asked.wait is not None or asked.reroute is not None:
        return _put_off(notice, around, asked, now)
    going = intended(notice, template, now)
    after = _told(around.disclosure, notice, now)
    changes = tuple(item for item in (going, after if after != known else None, asked.tally) if item is not None)
    # No event: that somebody is about to call a provider is over before anybody else could use it.
    return Decision(changes=changes, reply={"go": True}, facts={"notice": notice.id})


def _put_off(notice: Notice, around: Around, asked: Admission, now: datetime) -> Decision:
    """Back in the queue for a later moment or for another way; its life counts from then."""
    due, reason = asked.wait or (now, "another-way")
    placed = replace(moved(notice, DeliveryState.ACCEPTED, reason, now), due=due, expires=due + ROUTINE_EXPIRES)
    if asked.gathered:
        placed = replace(placed, gathered_at=notice.gathered_at or now)
    link = around.pointer
    if asked.reroute is not None:
        placed = replace(placed, contact_point=asked.reroute.id, channel=asked.reroute.channel)
        link = link and replace(link, contact_point=asked.reroute.id, channel=asked.reroute.channel)
    link = link and replace(link, expires=max(link.expires, due + POINTER_LIFE))
    changes = tuple(item for item in (placed, link) if item is not None)
    return Decision(changes=changes, events=told(placed), reply={"go": False}, facts={"notice": notice.id})


def _obstacle(notice: Notice, around: Around, now: datetime) -> str | None:
    adult = around.disclosure.adult(notice.person)
    if adult is None or not adult.verdict.permits:
        return "not-permitted"
    if adult.disowned_at is not None:
        return "not-my-child"
    reason = _unusable(notice, around.point)
    if reason is not None:
        return reason
    if notice.kind is NoticeKind.CODE:
        return None
    if is_overlooked(adult.verdict, notice.channel):
        return OWN_CHANNEL
    if around.pointer is None or around.pointer.state_at(now) is not PointerState.VALID:
        return "pointer-not-valid"
    return "acknowledged" if adult.acknowledged_at is not None else None


def _unusable(notice: Notice, point: ContactPoint | None) -> str | None:
    if point is None or not point.serves:
        return "contact-point-unusable"
    if point.person != notice.person:
        return "contact-point-not-theirs"
    unwanted = notice.kind is NoticeKind.POINTER and is_unwanted(notice.message_class, point)
    return COMPLAINED if unwanted else None


def _told(disclosure: Disclosure, notice: Notice, now: datetime) -> Disclosure:
    adults = tuple(
        replace(adult, told_at=now)
        if adult.person == notice.person and adult.told_at is None and notice.kind is NoticeKind.POINTER
        else adult
        for adult in disclosure.adults
    )
    return replace(disclosure, adults=adults)


def _stopped(notice: Notice, around: Around, state: DeliveryState, reason: str, now: datetime) -> Decision:
    stopped = replace(moved(notice, state, reason, now), code=None)
    disclosure, timers = hastened(around.disclosure, [*around.others, stopped], now)
    changes: list[object] = [stopped, disclosure]
    if around.pointer is not None and around.pointer.state is PointerState.VALID and notice.kind is NoticeKind.POINTER:
        changes.append(replace(around.pointer, state=PointerState.WITHDRAWN))
    return Decision(
        changes=tuple(changes),
        events=told(stopped),
        timers=timers,
        reply={"go": False},
        facts={"notice": notice.id, "reason": reason},
    )


def answered(notice: Notice, around: Around, receipt: Receipt, now: datetime) -> Decision:
    """The provider's answer. A late one, after the notice was given up as unknown, counts if it is certain."""
    if not _expected(notice, receipt):
        return NOTHING
    notice = replace(notice, providers=tuple(dict.fromkeys((*notice.providers, *receipt.asked))))
    if receipt.answered is Answered.UNAVAILABLE:
        waiting = again(notice, receipt, now)
        return Decision(changes=(waiting,), events=told(waiting))
    if receipt.answered is Answered.UNSURE:
        return _uncertain(notice, receipt.code, now)
    after = replace(moved(notice, STATES_AFTER[receipt.answered], receipt.code or None, now), code=None)
    after = replace(after, reference=receipt.reference)
    if receipt.answered is Answered.ACCEPTED:
        return Decision(changes=(after,), events=told(after))
    return bounced(after, around, receipt.address_unfit, now)


def _expected(notice: Notice, receipt: Receipt) -> bool:
    if notice.state is DeliveryState.DISPATCHED:
        return True
    certain = receipt.answered in STATES_AFTER
    return certain and notice.state is DeliveryState.UNKNOWN


def _uncertain(notice: Notice, code: str, now: datetime) -> Decision:
    steps = unsure(notice, code, now)
    last = steps[-1] if steps[-1].state is DeliveryState.ACCEPTED else replace(steps[-1], code=None)
    return Decision(changes=(last,), events=told(*steps))


def bounced(notice: Notice, around: Around, unfit: bool, now: datetime) -> Decision:
    """It surely did not arrive: the ladder climbs at once, and an unfit address is used no more."""
    disclosure, timers = hastened(around.disclosure, [*around.others, notice], now)
    changes: list[object] = [notice]
    if disclosure != around.disclosure:
        changes.append(disclosure)
    if around.point is not None and unfit:
        changes.append(spoilt(around.point, "bounced", now))
    return Decision(changes=tuple(changes), events=told(notice), timers=timers)


def stuck(notice: Notice, now: datetime) -> Decision:
    """An intent without an answer for too long: a crash. The rule for the unknown decides."""
    lost = notice.state is DeliveryState.DISPATCHED and notice.intent_at is not None
    if not lost or notice.intent_at is None or now - notice.intent_at < DISPATCH_BOUND:
        return NOTHING
    return _uncertain(notice, "no-answer", now)




def passed_over(notice: Notice, around: Around, now: datetime) -> Decision:
    """Due for long and not tried. Past its time it expires; before, a message that cannot leave is no hope.

    The next rung of a safety ladder comes at once, and the message waits on from now: found again as late as this time.
    """
    if notice.state is not DeliveryState.ACCEPTED or now - notice.due < NOT_TRIED:
        return NOTHING
    if now >= notice.expires:
        return _stopped(notice, around, DeliveryState.EXPIRED, "not-tried", now)
    waiting = replace(moved(notice, DeliveryState.ACCEPTED, "not-tried", now), due=now)
    left = [item for item in around.others if item.state is not DeliveryState.ACCEPTED]
    disclosure, timers = hastened(around.disclosure, left, now)
    changed = () if disclosure == around.disclosure else (disclosure,)
    return Decision(changes=(waiting, *changed), events=told(waiting), timers=timers)


def receipt_missing(notice: Notice, now: datetime) -> Decision:
    """Taken by the provider, and nothing more was ever heard: unknown, and not sent again. It was not lost here."""
    taken = notice.state is DeliveryState.PROVIDER_ACCEPTED and notice.intent_at is not None
    if not taken or notice.intent_at is None or now - notice.intent_at < RECEIPT_BOUND:
        return NOTHING
    unknown = moved(notice, DeliveryState.UNKNOWN, "no-receipt", now)
    return Decision(changes=(unknown,), events=told(unknown))
