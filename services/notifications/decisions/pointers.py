"""The link identifies, the code proves. A code goes over another channel than the link that asks for it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from contracts.codes import Channel, DeliveryState
from kernel.decision import Decision
from kernel.errors import Gone, TooMany
from kernel.kind import Sealed
from services.notifications.decisions.engagement import entitled
from services.notifications.decisions.limits import (
    CODE_LIFE,
    CODE_REST,
    CODE_TRIES_MAX,
    CODE_WINDOW,
)
from services.notifications.decisions.notices import Fresh, addressed, moved, told
from services.notifications.model import (
    ContactPoint,
    Disclosure,
    Notice,
    NoticeKind,
    Pointer,
    PointerState,
    Proof,
    Quota,
    Verdict,
)

CODE_CHANNELS = frozenset({Channel.EMAIL, Channel.SMS})
Limited = tuple[Quota, int]
"""What was asked for lately, and how often it may be asked for in the window."""


def second_ways(
    pointer: Pointer, points: Sequence[ContactPoint], live: Collection[Channel]
) -> list[ContactPoint]:
    """Where a code may go: the person's other channels, those that cool off last. `live`: that have a provider."""
    fit = [
        point
        for point in points
        if point.person == pointer.person
        and point.channel in CODE_CHANNELS
        and point.channel in live
        and point.channel is not pointer.channel
        and point.serves
    ]
    return sorted(fit, key=lambda point: point.cools_until is not None)


def usable(pointer: Pointer, now: datetime) -> None:
    """Gone with the state as its code unless the link is still good."""
    state = pointer.state_at(now)
    if state is not PointerState.VALID:
        raise Gone("withdrawn" if state is PointerState.WITHDRAWN else f"pointer-{state.value}")


def counted(quotas: Sequence[Limited], now: datetime) -> tuple[Quota, ...]:
    """Each count with this request on it; TooMany when one is full. Which one is not told."""
    after = []
    for quota, most in quotas:
        recent = tuple(at for at in quota.asked_at if now - at < CODE_WINDOW)
        if len(recent) >= most:
            wait = CODE_WINDOW - (now - recent[0])
            raise TooMany("too-many-codes", int(wait.total_seconds()) + 1)
        after.append(replace(quota, asked_at=(*recent, now)))
    return tuple(after)


def on_its_way(proof: Proof | None, now: datetime) -> Decision | None:
    """A code that was asked for a moment ago: another would only make two of them, and a button pressed twice."""
    if proof is None or proof.passed or proof.tries >= CODE_TRIES_MAX or now >= proof.expires - CODE_LIFE + CODE_REST:
        return None
    return Decision(reply={"contact_point": proof.contact_point, "expires_at": proof.expires.isoformat()})


def code_sent(
    pointer: Pointer, disclosure: Disclosure, point: ContactPoint, quotas: Sequence[Limited], digest: str, code: Sealed,
    id: str, now: datetime,
) -> Decision:  # fmt: skip
    """A new code replaces the one before; the message with it waits for the sender like any other."""
    expires = now + CODE_LIFE
    proof = Proof(
        id=pointer.id,
        child=pointer.child,
        person=pointer.person,
        contact_point=point.id,
        code_digest=digest,
        expires=expires,
    )
    notice = Notice(
        id=id,
        child=pointer.child,
        disclosure=disclosure.id,
        person=pointer.person,
        kind=NoticeKind.CODE,
        channel=point.channel,
        message_class=disclosure.message_class,
        contact_point=point.id,
        pointer=pointer.id,
        rung=0,
        lane=0,  # somebody sits in front of the page
        state=DeliveryState.ACCEPTED,
        reason=None,
        due=now,
        expires=expires,
        created_at=now,
        clinic=disclosure.clinic,
        code=code,
        tls=disclosure.mail_tls,
    )
    return Decision(
        changes=(proof, moved(notice, DeliveryState.ACCEPTED, None, now), *counted(quotas, now)),
        reply={"contact_point": point.id, "expires_at": expires.isoformat()},
        facts={"pointer": pointer.id},
    )


def renewed(
    pointer: Pointer, disclosure: Disclosure, verdict: Verdict, points: Sequence[ContactPoint],
    quotas: Sequence[Limited], fresh: Fresh, now: datetime,
) -> Decision:  # fmt: skip
    """A used or expired link asks for a fresh one: sent to the same person over the same channel, decided anew."""
    if pointer.state_at(now) is PointerState.WITHDRAWN:
        raise Gone("withdrawn")
    disclosure, _ = entitled(disclosure, pointer.person, verdict, now)
    full = counted(quotas, now)
    mine = {pointer.person: [point for point in points if point.person == pointer.person]}
    staff = frozenset({pointer.person})
    notice, link = addressed(disclosure, pointer.person, pointer.channel, 0, mine, staff, fresh, now)
    made = (notice,) if link is None else (notice, link)
    return Decision(changes=(*made, *full), events=told(notice), reply={"state": notice.state.value})
