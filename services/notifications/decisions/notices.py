"""The delivery of one message: accepted -> dispatched -> what the provider said, each step an event."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from contracts.codes import Channel, DeliveryState, MessageClass
from contracts.notifications import DeliveryChanged
from kernel.decision import Decision
from services.notifications.decisions.hours import first_safe
from services.notifications.decisions.limits import (
    POINTER_LIFE,
    RETRY_AFTER_SECONDS_MAX,
    RETRY_SECONDS,
    ROUTINE_EXPIRES,
    SAFETY_EXPIRES,
)
from services.notifications.model import (
    ContactPoint,
    Disclosure,
    Notice,
    NoticeKind,
    Pointer,
    PointerState,
    Receipt,
    Step,
    Template,
    Verdict,
)

NO_CONTACT_POINT = "no-contact-point"
CALLS_ONLY = "calls-only"
SETTLED = "settled"  # done or void before the message left
COMPLAINED = "complained"  # the person called our messages unwanted: routine ones go there no more
OWN_CHANNEL = "own-channel"  # an obligation of consent: somebody of the same home must not come upon the message
OWN_CHANNELS = frozenset({Channel.EMAIL})  # behind a password; a text shows on a locked screen, a call is heard

Fresh = Callable[[], str]
Points = Mapping[str, Sequence[ContactPoint]]


def addressed_twice(
    disclosure: Disclosure, person: str, channel: Channel, rung: int, points: Points, staff: frozenset[str],
    fresh: Fresh, now: datetime,
) -> list[tuple[Notice, Pointer | None]]:  # fmt: skip
    """The same for safety: while a new address cools off, it and the old one. Neither is relied on alone."""
    own = points.get(person, ())
    reached = [] if wants_calls(own) else _fit(own, channel)
    cooling = [point for point in reached[1:] if point.cools_until is not None]
    ways = [own, *([point] for point in cooling)]
    return [addressed(disclosure, person, channel, rung, {person: way}, staff, fresh, now) for way in ways]


def addressed(
    disclosure: Disclosure, person: str, channel: Channel, rung: int, points: Points, staff: frozenset[str],
    fresh: Fresh, now: datetime,
) -> tuple[Notice, Pointer | None]:  # fmt: skip
    """A notice for one adult, with its link; suppressed with the reason when there is no way to them."""
    if wants_calls(points.get(person, ())):
        return _silent(disclosure, person, channel, rung, CALLS_ONLY, fresh, now), None
    point = reachable(points.get(person, ()), channel)
    silent = _silence(disclosure, person, channel, point, staff)
    if point is None or silent is not None:
        return _silent(disclosure, person, channel, rung, silent or NO_CONTACT_POINT, fresh, now), None
    pointer = Pointer(
        id=fresh(),
        child=disclosure.child,
        person=person,
        disclosure=disclosure.id,
        contact_point=point.id,
        channel=channel,
        state=PointerState.VALID,
        expires=now + POINTER_LIFE,
    )
    notice = _new(disclosure, person, channel, rung, fresh, now)
    due = first_safe(point.safe_hours, now)
    life = SAFETY_EXPIRES if disclosure.message_class is MessageClass.SAFETY else ROUTINE_EXPIRES
    placed = replace(notice, contact_point=point.id, pointer=pointer.id, due=due, expires=due + life)
    return moved(placed, DeliveryState.ACCEPTED, None, now), pointer


def _silence(
    disclosure: Disclosure, person: str, channel: Channel, point: ContactPoint | None, staff: frozenset[str]
) -> str | None:
    """Why nothing goes to them on this channel, None when something does."""
    if not disclosure.live and person not in staff:
        return "trial"
    adult = disclosure.adult(person)
    if adult is not None and is_overlooked(adult.verdict, channel):
        return OWN_CHANNEL
    if point is not None and is_unwanted(disclosure.message_class, point):
        return COMPLAINED
    return NO_CONTACT_POINT if point is None else None


def wants_calls(points: Sequence[ContactPoint]) -> bool:
    """They want to be called, and neither written nor texted to: a human's act."""
    return any(point.calls_only and point.serves for point in points)


def is_unwanted(message_class: MessageClass, point: ContactPoint) -> bool:
    """Whoever called our messages unwanted gets those of safety only."""
    return point.complained_at is not None and message_class is not MessageClass.SAFETY


def is_overlooked(verdict: Verdict, channel: Channel) -> bool:
    """Consent asks for a channel of their own, and this is none."""
    return OWN_CHANNEL in verdict.obligations and channel not in OWN_CHANNELS


def reachable(points: Sequence[ContactPoint], channel: Channel) -> ContactPoint | None:
    """Their address on this channel; one that still cools off only where there is no other."""
    return next(iter(_fit(points, channel)), None)


def _fit(points: Sequence[ContactPoint], channel: Channel) -> list[ContactPoint]:
    fit = [point for point in points if point.channel is channel and point.serves]
    return sorted(fit, key=lambda point: point.cools_until is not None)


def moved(notice: Notice, state: DeliveryState, reason: str | None, now: datetime) -> Notice:
    """The notice in its new state, with the step remembered."""
    step = Step(at=now, state=state, reason=reason)
    return replace(notice, state=state, reason=reason, history=(*notice.history, step))


def told(*notices: Notice) -> tuple[DeliveryChanged, ...]:
    """One event per notice about its last step. Codes are no disclosures and make none."""
    return tuple(
        DeliveryChanged(
            child=notice.child,
            disclosure=notice.disclosure,
            notice=notice.id,
            person=notice.person,
            channel=notice.channel,
            message_class=notice.message_class,
            state=notice.state,
            reason=notice.reason,
            changed_at=notice.history[-1].at,
        )
        for notice in notices
        if notice.kind is NoticeKind.POINTER
    )


def settled(waiting: Sequence[Notice], now: datetime) -> Decision:
    """What they were about is done or void: state is read again before anything leaves."""
    silent = tuple(moved(notice, DeliveryState.SUPPRESSED, SETTLED, now) for notice in waiting)
    return Decision(changes=silent, events=told(*silent))


def intended(notice: Notice, template: Template | None, now: datetime) -> Notice:
    """The provider is about to be called, with these words: written before, so that a crash leaves a trace."""
    going = moved(notice, DeliveryState.DISPATCHED, None, now)
    *before, attempt = going.history
    worded = (*before, replace(attempt, template=template))
    return replace(going, history=worded, attempts=notice.attempts + 1, intent_at=now)


def again(notice: Notice, receipt: Receipt, now: datetime) -> Notice:
    """Surely not taken: back in the queue, with a due time that grows."""
    pause = RETRY_SECONDS[min(notice.attempts, len(RETRY_SECONDS)) - 1]
    pause = max(pause, min(receipt.retry_after_seconds, RETRY_AFTER_SECONDS_MAX))
    return replace(
        moved(notice, DeliveryState.ACCEPTED, receipt.code, now), due=now + timedelta(seconds=pause), intent_at=None
    )


def unsure(notice: Notice, code: str, now: datetime) -> tuple[Notice, ...]:
    """May or may not have left. Safety goes again (a loss is worse than a duplicate), anything else never does.

    Both steps are told, the last element is the notice to save.
    """
    unknown = replace(moved(notice, DeliveryState.UNKNOWN, code, now), intent_at=None)
    if not notice.insistent:
        return (unknown,)
    pause = RETRY_SECONDS[min(notice.attempts, len(RETRY_SECONDS)) - 1]
    waiting = moved(unknown, DeliveryState.ACCEPTED, "sent-again", now)
    return unknown, replace(waiting, due=now + timedelta(seconds=pause))


def lane_of(message_class: MessageClass) -> int:
    """0 goes first."""
    return 0 if message_class is MessageClass.SAFETY else 1


def _new(
    disclosure: Disclosure, person: str, channel: Channel, rung: int, fresh: Fresh, now: datetime
) -> Notice:
    return Notice(
        id=fresh(),
        child=disclosure.child,
        disclosure=disclosure.id,
        person=person,
        kind=NoticeKind.POINTER,
        channel=channel,
        message_class=disclosure.message_class,
        contact_point=None,
        pointer=None,
        rung=rung,
        lane=lane_of(disclosure.message_class),
        state=DeliveryState.ACCEPTED,
        reason=None,
        due=now,
        expires=now,
        created_at=now,
        clinic=disclosure.clinic,
        tls=disclosure.mail_tls,
    )


def _silent(
    disclosure: Disclosure, person: str, channel: Channel, rung: int, reason: str, fresh: Fresh, now: datetime
) -> Notice:
    notice = _new(disclosure, person, channel, rung, fresh, now)
    return moved(notice, DeliveryState.SUPPRESSED, reason, now)
