"""What changed about somebody's way in, or about how to reach them, is told over every address of theirs, neutrally.

Whoever had one address and one telephone in their hands for a minute cannot set up a way of their own unnoticed.
At most once: a word that may have left is not sent again.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from contracts.codes import Channel
from kernel.decision import NOTHING, Decision
from kernel.kind import Sealed
from services.notifications.decisions.hours import first_safe
from services.notifications.decisions.limits import ALERT_LIFE, CODE_LIFE, RETRY_SECONDS
from services.notifications.decisions.notices import Fresh
from services.notifications.model import (
    Alert,
    AlertKind,
    AlertState,
    Answered,
    ContactPoint,
    PointState,
    Receipt,
    Template,
)

CHANNELS = frozenset({Channel.EMAIL, Channel.SMS})


def raised(
    points: Sequence[ContactPoint], fresh: Fresh, now: datetime, kind: AlertKind = AlertKind.ACCESS
) -> Decision:
    """One for each address that is theirs for certain, each within its safe hours."""
    fit = [point for point in points if point.channel in CHANNELS and point.serves]
    return Decision(changes=tuple(_waiting(point, kind, fresh(), first_safe(point.safe_hours, now)) for point in fit))


def code_sent(point: ContactPoint, code: Sealed, id: str, now: datetime) -> Alert:
    """At once: its owner sits in front of the page. A code that is late is none."""
    waiting = _waiting(point, AlertKind.CODE, id, now)
    return replace(waiting, code=code, expires=now + CODE_LIFE)


def _waiting(point: ContactPoint, kind: AlertKind, id: str, due: datetime) -> Alert:
    return Alert(
        id=id,
        person=point.person,
        contact_point=point.id,
        channel=point.channel,
        state=AlertState.WAITING,
        due=due,
        expires=due + ALERT_LIFE,
        kind=kind,
    )


def dispatched(alert: Alert, point: ContactPoint | None, template: Template | None, now: datetime) -> Decision:
    """The intent before the call. `reply["go"]` tells whether there will be one."""
    if alert.state is not AlertState.WAITING or alert.due > now:
        return Decision(reply={"go": False})
    reason = _obstacle(alert, point, now)
    if reason is not None:
        ended = replace(alert, state=AlertState.DONE, reason=reason, code=None)
        return Decision(changes=(ended,), reply={"go": False}, facts={"alert": alert.id, "reason": reason})
    going = replace(alert, state=AlertState.GOING, intent_at=now, template=template)
    return Decision(changes=(going,), reply={"go": True}, facts={"alert": alert.id})


def answered(alert: Alert, receipt: Receipt, now: datetime) -> Decision:
    """Surely not taken: later again. Everything else ends it."""
    if alert.state is not AlertState.GOING:
        return NOTHING
    if receipt.answered is Answered.UNAVAILABLE:
        return Decision(changes=(replace(alert, state=AlertState.WAITING, due=now + _pause(receipt)),))
    done = replace(alert, state=AlertState.DONE, reason=receipt.answered.value, code=None)
    return Decision(changes=(done,))


def _obstacle(alert: Alert, point: ContactPoint | None, now: datetime) -> str | None:
    if now >= alert.expires:
        return "too-late"
    if point is None or point.person != alert.person or not _open_to(alert, point):
        return "contact-point-unusable"
    return None


def _open_to(alert: Alert, point: ContactPoint) -> bool:
    """A code goes where nothing else may go yet: it is what shows that something may."""
    return point.serves or (alert.kind is AlertKind.CODE and point.state is PointState.UNVERIFIED)


def _pause(receipt: Receipt) -> timedelta:
    return timedelta(seconds=max(RETRY_SECONDS[-1], receipt.retry_after_seconds))
