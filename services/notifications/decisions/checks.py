"""Whether an address is its owner's: a code goes there, and they type it on a page they came to otherwise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kernel.decision import Decision
from kernel.errors import Invalid, Stale, TooMany
from kernel.kind import Sealed
from services.notifications.decisions import alerts
from services.notifications.decisions.limits import CODE_LIFE, CODE_REST, CODE_TRIES_MAX, TRIES_PAUSE_SECONDS
from services.notifications.decisions.merging import merged
from services.notifications.decisions.pointers import CODE_CHANNELS, Limited, counted
from services.notifications.decisions.points import Act, retired, taken_up, told_of
from services.notifications.model import ContactPoint, PointCheck, PointState


def may_be_checked(point: ContactPoint) -> None:
    """Stale for one that is verified already or to which nothing may go."""
    if point.state is not PointState.UNVERIFIED or point.channel not in CODE_CHANNELS:
        raise Stale("contact-point-not-to-verify")


def on_its_way(point: ContactPoint, now: datetime) -> Decision | None:
    """A code was asked for within a minute: there is no second one."""
    check = point.check
    if check is None or now >= check.expires - CODE_LIFE + CODE_REST:
        return None
    return _reply(point, check)


def sent(
    point: ContactPoint, digest: str, code: Sealed | None, quotas: Sequence[Limited], id: str, now: datetime
) -> Decision:
    """A new code in place of the one before. Without `code` the address is somebody else's: nothing leaves.

    Nothing tells the asker so: what they see is what they would see of any address that nobody reads.
    """
    check = PointCheck(code_digest=digest, expires=now + CODE_LIFE)
    message = () if code is None else (alerts.code_sent(point, code, id, now),)
    checked = replace(point, check=check)
    return merged(Decision(changes=(checked, *message, *counted(quotas, now))), _reply(checked, check))


def _reply(point: ContactPoint, check: PointCheck) -> Decision:
    reply = {"contact_point": point.id, "expires_at": check.expires.isoformat()}
    return Decision(reply=reply, facts={"contact_point": point.id})


def tried(
    point: ContactPoint, fits: bool, holder: ContactPoint | None, own: Sequence[ContactPoint], act: Act
) -> Decision:
    """Right: theirs from now on. Wrong: counted; `reply["verified"]` tells. `holder`: who has the address by now."""
    check = point.check
    if check is None or act.now >= check.expires:
        raise Invalid("code-expired", {"code": ["expired"]})
    if check.tries >= CODE_TRIES_MAX:
        raise TooMany("too-many-tries", TRIES_PAUSE_SECONDS)
    if not fits or (holder is not None and holder.person != point.person):
        counted_try = replace(point, check=replace(check, tries=check.tries + 1))
        return Decision(
            changes=(counted_try,), reply={"verified": False}, facts={"contact_point": point.id, "code": "wrong"}
        )
    return verified(point, holder, own, "verified-by-code", act)


def verified(
    point: ContactPoint, holder: ContactPoint | None, own: Sequence[ContactPoint], reason: str, act: Act
) -> Decision:
    """It takes the address that it claimed; the same person's earlier point of that address goes first."""
    if holder is not None and holder.person != point.person:
        raise Invalid("address-of-another", {"address": ["taken"]})
    if holder is None or holder.id == point.id:
        return taken_up(_claiming(point), own, reason, act)
    gone = retired(holder, "entered-again", act.now, act.by)
    left = [item for item in own if item.id != holder.id]
    return merged(told_of(gone), taken_up(_claiming(point), left, reason, act))


def _claiming(point: ContactPoint) -> ContactPoint:
    return replace(point, address_digest=point.claim or point.address_digest)
