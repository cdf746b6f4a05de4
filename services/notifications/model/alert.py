"""A word to a person about their own account, not about any child: no link, no code, no disclosure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import Channel
from services.notifications.model.notice import Template


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
    intent_at: datetime | None = None
    reason: str | None = None
    template: Template | None = None  # the words that left
