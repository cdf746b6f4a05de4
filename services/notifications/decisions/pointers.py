"""The link identifies, the code proves. A code goes over another channel than the link that asks for it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from contracts.codes import Channel, DeliveryState
from kernel.decision import Decision
from kernel.errors import Gone, Invalid, TooMany
from kernel.kind import Sealed
from services.notifications.decisions import tasks
from services.notifications.decisions.engagement import entitled, viewed
from services.notifications.decisions.limits import (
    CODE_LIFE,
    CODE_TRIES_MAX,
    CODE_WINDOW,
    IDENTIFY_DUE,
    TRIES_PAUSE_SECONDS,
)
from services.notifications.decisions.merging import merged
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
    Task,
    TaskState,
    Verdict,
)

CODE_CHANNELS = frozenset({Channel.EMAIL, Channel.SMS})
Limited = tuple[Quota, int]
"""What was asked for lately, and how often it may be asked for in the window."""


def second_ways(
    pointer: Pointer, points: Sequence[ContactPoint], live: Collection[Channel]
) -> list[ContactPoint]:
    """Where a code may go: the person's other channels, verified and usable. `live`: those that have a provider."""
    return [
        point
        for point in points
        if point.person == pointer.person
        and point.channel in CODE_CHANNELS
        and point.channel in live
        and point.channel is not pointer.channel
        and point.verified
        and point.usable
    ]


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
        code=code,
        tls=disclosure.mail_tls,
    )
    return Decision(
        changes=(proof, moved(notice, DeliveryState.ACCEPTED, None, now), *counted(quotas, now)),
        reply={"contact_point": point.id, "expires_at": expires.isoformat()},
        facts={"pointer": pointer.id},
    )


def identify_in_person(
    pointer: Pointer, disclosure: Disclosure, known: Sequence[Task], fresh: Fresh, now: datetime
) -> Decision:
    """No second channel: staff identify the person, and are asked once however often the page is opened."""
    reply = Decision(reply={"contact_point": None, "expires_at": None})
    waiting = any(
        task.code == tasks.IDENTIFY and task.person == pointer.person and task.state is TaskState.OPEN for task in known
    )
    if waiting:
        return reply
    due = now + IDENTIFY_DUE
    return merged(tasks.opened(disclosure, tasks.IDENTIFY, fresh, now, due=due, person=pointer.person), reply)


def proved(
    pointer: Pointer, proof: Proof | None, disclosure: Disclosure, verdict: Verdict, matches: bool, now: datetime
) -> Decision:
    """The right code opens the door once. A wrong one is counted; `reply["proved"]` tells which."""
    usable(pointer, now)
    entitled(disclosure, pointer.person, verdict, now)
    if proof is None or proof.passed or now >= proof.expires:
        raise Invalid("code-expired", {"code": ["expired"]})
    if proof.tries >= CODE_TRIES_MAX:
        raise TooMany("too-many-tries", TRIES_PAUSE_SECONDS)
    tried = replace(proof, tries=proof.tries + 1)
    if not matches:
        reply = {"proved": False, "left": CODE_TRIES_MAX - tried.tries}
        return Decision(changes=(tried,), reply=reply, facts={"pointer": pointer.id, "code": "wrong"})
    opened = viewed(disclosure, pointer.person, verdict, now)
    entry = Decision(
        changes=(replace(tried, passed=True), replace(pointer, state=PointerState.USED)),
        reply={"proved": True, **_identity(pointer, disclosure)},
        facts={"pointer": pointer.id},
    )
    return merged(opened, entry)


def _identity(pointer: Pointer, disclosure: Disclosure) -> dict[str, str]:
    return {
        "person": pointer.person,
        "network": disclosure.network,
        "child": disclosure.child,
        "disclosure": disclosure.id,
        "item_service": disclosure.item_service,
        "item": disclosure.item,
        "disclosure_class": disclosure.disclosure_class.value,
    }


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
