"""What changed about how somebody shows that it is they is told over every address of theirs, in neutral words.

Whoever had one address and one telephone in their hands for a minute cannot set up a way of their own unnoticed.
At most once: a word that may have left is not sent again.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from contracts.codes import Channel
from kernel.decision import NOTHING, Decision
from services.notifications.decisions.hours import first_safe
from services.notifications.decisions.limits import ALERT_LIFE, RETRY_SECONDS
from services.notifications.decisions.notices import Fresh
from services.notifications.model import Alert, AlertState, Answered, ContactPoint, Receipt, Template

CHANNELS = frozenset({Channel.EMAIL, Channel.SMS})


def raised(points: Sequence[ContactPoint], fresh: Fresh, now: datetime) -> Decision:
    """One for each address that is theirs for certain, each within its safe hours."""
    alerts = tuple(
        Alert(
            id=fresh(),
            person=point.person,
            contact_point=point.id,
            channel=point.channel,
            state=AlertState.WAITING,
            due=(due := first_safe(point.safe_hours, now)),
            expires=due + ALERT_LIFE,
        )
        for point in points
        if point.channel in CHANNELS and point.verified and point.usable
    )
    return Decision(changes=alerts)


def dispatched(alert: Alert, point: ContactPoint | None, template: Template | None, now: datetime) -> Decision:
    """The intent before the call. `reply["go"]` tells whether there will be one."""
    if alert.state is not AlertState.WAITING or alert.due > now:
        return Decision(reply={"go": False})
    reason = _obstacle(alert, point, now)
    if reason is not None:
        ended = replace(alert, state=AlertState.DONE, reason=reason)
        return Decision(changes=(ended,), reply={"go": False}, facts={"alert": alert.id, "reason": reason})
    going = replace(alert, state=AlertState.GOING, intent_at=now, template=template)
    return Decision(changes=(going,), reply={"go": True}, facts={"alert": alert.id})


def answered(alert: Alert, receipt: Receipt, now: datetime) -> Decision:
    """Surely not taken: later again. Everything else ends it."""
    if alert.state is not AlertState.GOING:
        return NOTHING
    if receipt.answered is Answered.UNAVAILABLE:
        return Decision(changes=(replace(alert, state=AlertState.WAITING, due=now + _pause(receipt)),))
    return Decision(changes=(replace(alert, state=AlertState.DONE, reason=receipt.answered.value),))


def _obstacle(alert: Alert, point: ContactPoint | None, now: datetime) -> str | None:
    if now >= alert.expires:
        return "too-late"
    if point is None or not (point.usable and point.verified) or point.person != alert.person:
        return "contact-point-unusable"
    return None


def _pause(receipt: Receipt) -> timedelta:
    return timedelta(seconds=max(RETRY_SECONDS[-1], receipt.retry_after_seconds))
