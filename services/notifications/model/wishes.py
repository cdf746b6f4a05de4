"""How a person and a child's team want routine messages: when, how many, which way. Safety asks none of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import Channel, MessageClass
from services.notifications.model.contacts import SafeHours


class Wish(StrEnum):
    """What a person wants of one class of messages."""

    NOW = "now"
    DIGEST = "digest"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """One class and what is wanted of it."""

    message_class: MessageClass
    wish: Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """One person's own, and nobody else's. `id` is the person; what is None follows the clinic."""

    id: str
    network: str
    version: int
    language: str | None
    channels: tuple[Channel, ...]  # the first that leads to them; none named: e-mail, then text message
    classes: tuple[Wishes, ...]
    quiet: SafeHours | None  # from `start` until `end` nothing routine arrives
    digest_at: str | None
    snoozed_until: datetime | None
    changed_by: str
    changed_at: datetime

    def wish(self, message_class: MessageClass) -> Wish:
        """Now, where nothing else was said."""
        said = (item.wish for item in self.classes if item.message_class is message_class)
        return next(said, Wish.NOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """How the team and the family agreed to write about one child. `id` is the child.

    `hours`: outside them routine messages wait; `channels`: no other is used; `closed`: classes that are not written.
    """

    id: str
    network: str
    version: int
    hours: SafeHours | None
    channels: tuple[Channel, ...]  # none named: all
    closed: tuple[MessageClass, ...]
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """What a person got on their newest day with routine messages. `id` is the person, `day` in their zone."""

    id: str
    day: str
    sent: tuple[str, ...] = ()  # notices that left by themselves
    digest: str | None = None  # the notice that stood for all that was gathered
    digest_at: datetime | None = None
