"""The life of a contact point: entered, verified, cooling off, restricted, unusable, retired; each step on record.

A new way to somebody is relied on alone only when it has cooled off: whoever gets hold of an account for an hour must
not be able to turn its owner's messages to themselves unnoticed. Until then safety goes the old way as well, and a word
goes to every other address of the person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.codes import Channel
from kernel.decision import NOTHING, Decision
from kernel.errors import Invalid, NotFound, Stale
from kernel.kind import Sealed
from services.notifications.decisions import alerts
from services.notifications.decisions.hours import checked
from services.notifications.decisions.limits import CONTACT_POINTS_MAX, COOL_OFF, UNVERIFIED_LIFE
from services.notifications.decisions.merging import merged
from services.notifications.decisions.notices import Fresh
from services.notifications.model import AlertKind, ContactPoint, PointState, PointStep, SafeHours


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPoint:
    """A contact point as asked for, its address sealed. `replaces`: the one that it takes over from."""

    person: str
    network: str
    channel: Channel
    address: Sealed
    address_digest: str
    verified: bool
    safe_hours: SafeHours | None
    no_voicemail: bool
    calls_only: bool = False
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who does it, and when."""

    by: str
    now: datetime
    fresh: Fresh


def added(new: NewPoint, same: ContactPoint | None, own: Sequence[ContactPoint], act: Act) -> Decision:
    """Staff enter a point, or a known one of the same person as it now is. Another person's address is refused."""
    if same is not None and same.person != new.person:
        raise Invalid("address-of-another", {"address": ["taken"]})
    admitted(own, same, new)
    point = _entered(new, same, act)
    if not point.verified:
        return told_of(stepped(point, "entered", act.now, act.by))
    if same is not None and same.serves:
        kept = replace(point, cools_until=same.cools_until, due=same.due, replaced_by=same.replaced_by)
        return told_of(stepped(kept, "entered-again", act.now, act.by))
    return taken_up(point, own, "entered", act)


def admitted(own: Sequence[ContactPoint], same: ContactPoint | None, new: NewPoint) -> None:
    """Invalid with its field: more than anybody has, or in place of one that is not there."""
    alive = [point for point in own if point.retired_at is None]
    if same is None and len(alive) >= CONTACT_POINTS_MAX:
        raise Invalid("too-many-contact-points", {"address": ["too-many"]})
    before = (point for point in alive if point.id == new.replaces and point.channel is new.channel)
    if new.replaces is not None and next(before, None) is None:
        raise Invalid("replaces", {"replaces": ["unknown"]})
    if new.calls_only and new.channel is not Channel.VOICE:
        raise Invalid("calls-only", {"calls_only": ["not-a-telephone-for-calls"]})


def claimed(new: NewPoint, own: Sequence[ContactPoint], act: Act) -> Decision:
    """Its owner enters a point. It waits for its code, holds no address meanwhile, and goes when none comes."""
    admitted(own, None, new)
    point = _entered(replace(new, verified=False), None, act)
    until, stand_in = act.now + UNVERIFIED_LIFE, f"claimed:{point.id}"
    waiting = replace(point, claim=new.address_digest, address_digest=stand_in, due=until)
    return told_of(stepped(waiting, "claimed", act.now, act.by))


def _entered(new: NewPoint, same: ContactPoint | None, act: Act) -> ContactPoint:
    return ContactPoint(
        id=same.id if same is not None else act.fresh(),
        person=new.person,
        network=new.network,
        channel=new.channel,
        address=new.address,
        address_digest=new.address_digest,
        verified=new.verified,
        usable=True,
        reason=None,
        safe_hours=checked(new.safe_hours),
        no_voicemail=new.no_voicemail,
        calls_only=new.calls_only,
        changed_at=act.now,
        restricted_at=same.restricted_at if same is not None else None,
        replaces=new.replaces,
        history=same.history if same is not None else (),
    )


def taken_up(point: ContactPoint, own: Sequence[ContactPoint], reason: str, act: Act) -> Decision:
    """Verified. It cools off when the person had another such way before, or when they entered it themselves."""
    point = replace(point, verified=True, claim=None, check=None, due=None)
    others = [item for item in own if item.serves and item.id != point.id]
    own_doing = act.by == point.person
    rivals = [item for item in others if own_doing or item.channel is point.channel]
    old = next((item for item in own if item.id == point.replaces and item.retired_at is None), None)
    if not rivals:
        gone = () if old is None else (retired(old, "replaced", act.now, act.by),)
        return merged(told_of(stepped(point, reason, act.now, act.by)), Decision(changes=gone))
    until = act.now + COOL_OFF
    cooling = stepped(replace(point, cools_until=until, due=until), reason, act.now, act.by)
    return merged(
        told_of(cooling),
        Decision(changes=() if old is None else (_leaving(old, point, act),)),
        alerts.raised(others, act.fresh, act.now, AlertKind.CONTACT),
    )


def _leaving(old: ContactPoint, after: ContactPoint, act: Act) -> ContactPoint:
    """Beside the new one until that has cooled off; at once if nothing goes there any more."""
    if not old.serves:
        return retired(old, "replaced", act.now, act.by)
    return stepped(replace(old, replaced_by=after.id, due=act.now + COOL_OFF), "being-replaced", act.now, act.by)


def come_due(point: ContactPoint, own: Sequence[ContactPoint], now: datetime) -> Decision:
    """Its moment has come: never verified, cooled off, or replaced by one that still serves."""
    if point.due is None or now < point.due or point.retired_at is not None:
        return NOTHING
    if point.claim is not None:
        return told_of(retired(point, "never-verified", now, None))
    if point.replaced_by is not None:
        heir = next((item for item in own if item.id == point.replaced_by), None)
        after = retired(point, "replaced", now, None) if heir is not None and heir.serves else kept(point, now, None)
        return told_of(after)
    return told_of(stepped(replace(point, cools_until=None, due=None), "cooled-off", now, None))


def removed(point: ContactPoint, own: Sequence[ContactPoint], act: Act) -> Decision:
    """Its owner wants it gone: at once while it is new, else after the time in which they can still object."""
    if not point.serves or point.cools_until is not None:
        return withdrawn(point, own, "removed", act)
    others = [item for item in own if item.serves and item.id != point.id]
    settled = next((item for item in others if item.replaced_by is None and item.cools_until is None), None)
    if settled is None:
        raise Stale("last-contact-point")
    leaving = stepped(replace(point, replaced_by=settled.id, due=act.now + COOL_OFF), "removing", act.now, act.by)
    return merged(told_of(leaving), alerts.raised([point, *others], act.fresh, act.now, AlertKind.CONTACT))


def withdrawn(point: ContactPoint, own: Sequence[ContactPoint], reason: str, act: Act) -> Decision:
    """Gone now. Whatever it was to replace stays."""
    back = tuple(kept(item, act.now, act.by) for item in own if item.replaced_by == point.id)
    return merged(told_of(retired(point, reason, act.now, act.by)), Decision(changes=back))


def restricted(point: ContactPoint, own: Sequence[ContactPoint], act: Act) -> Decision:
    """Somebody else may read it: nothing goes there from now on, not even the word that something has changed."""
    if point.restricted_at is not None:
        raise Stale("contact-point-restricted")
    shut = stepped(replace(point, restricted_at=act.now), "restricted", act.now, act.by)
    back = tuple(kept(item, act.now, act.by) for item in own if item.replaced_by == point.id)
    return merged(told_of(shut), Decision(changes=back))


def lifted(point: ContactPoint, act: Act) -> Decision:
    """It is theirs alone again."""
    if point.restricted_at is None:
        raise Stale("contact-point-not-restricted")
    return told_of(stepped(replace(point, restricted_at=None), "restriction-lifted", act.now, act.by))


def spoilt(point: ContactPoint, reason: str, now: datetime, by: str | None = None) -> ContactPoint:
    """Nothing arrives there."""
    return stepped(replace(point, usable=False, reason=reason, changed_at=now), reason, now, by)


def retired(point: ContactPoint, reason: str, now: datetime, by: str | None) -> ContactPoint:
    """For good. Its address is free: telephone numbers are given out again."""
    over = replace(point, retired_at=now, claim=None, check=None, cools_until=None, replaced_by=None, due=None)
    return stepped(replace(over, address_digest=f"retired:{point.id}"), reason, now, by)


def kept(point: ContactPoint, now: datetime, by: str | None) -> ContactPoint:
    """What was to take its place does not."""
    return stepped(replace(point, replaced_by=None, due=None), "kept", now, by)


def stepped(point: ContactPoint, reason: str, now: datetime, by: str | None) -> ContactPoint:
    """With this step on record."""
    step = PointStep(at=now, state=point.state, reason=reason, by=by)
    return replace(point, changed_at=now, history=(*point.history, step))


def alive(point: ContactPoint | None, person: str) -> ContactPoint:
    """Of this person and not retired, else it does not exist."""
    if point is None or point.person != person or point.state is PointState.RETIRED:
        raise NotFound("no-such-contact-point")
    return point


def told_of(point: ContactPoint) -> Decision:
    """Saved, answered and on record."""
    return Decision(
        changes=(point,),
        reply={
            "contact_point": point.id, "channel": point.channel.value, "verified": point.verified,
            "state": point.state.value,
        },
        facts={"contact_point": point.id, "state": point.state.value, "reason": point.history[-1].reason},
    )  # fmt: skip
