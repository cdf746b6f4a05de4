"""A word to a person about their own account, not about any child: no link, no code, no disclosure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import Channel
from kernel.kind import Sealed
from services.notifications.model.notice import Template


class AlertKind(StrEnum):
    """What it says: the wording of `messages` has one text for each."""

    ACCESS = "alert"  # how they show that it is they has changed
    CONTACT = "contact"  # their ways of being reached have changed
    CODE = "code"  # the code that shows that an address is theirs


class AlertState(StrEnum):
    """`going`: the provider is being called, or was when a process died. It is not called again."""

    WAITING = "waiting"
    GOING = "going"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One message over one contact point. `reason`: what the provider said, or why it was not asked."""

    id: str
    person: str
    contact_point: str
    channel: Channel
    state: AlertState
    due: datetime
    expires: datetime
    kind: AlertKind = AlertKind.ACCESS
    code: Sealed | None = None  # under person:<id>; gone as soon as it has left
    intent_at: datetime | None = None
    reason: str | None = None
    template: Template | None = None  # the words that left
