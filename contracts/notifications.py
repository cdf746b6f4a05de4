"""What `notifications` publishes: how far each disclosure has come with each adult. No address, no wording."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import Channel, DeliveryState, DisclosureClass, Engagement, LadderState, MessageClass
from kernel.contract import Code, Event, Id


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStarted(Event, type="notifications.ladder-started", version=1):
    """A safety disclosure began to climb: these adults are asked first, a human is on it at the latest by `ends_at`."""

    child: Id
    disclosure: Id
    clinic: Id
    policy: Code
    adults: tuple[Id, ...]
    next_due: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryChanged(Event, type="notifications.delivery-changed", version=1):
    """One notice to one adult moved on."""

    child: Id
    disclosure: Id
    notice: Id
    person: Id
    channel: Channel
    message_class: MessageClass
    state: DeliveryState
    reason: Code | None
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementChanged(Event, type="notifications.engagement-changed", version=1):
    """An adult opened, acknowledged, answered, or said that it is not their child."""

    child: Id
    disclosure: Id
    person: Id
    engagement: Engagement
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderMoved(Event, type="notifications.ladder-moved", version=1):
    """The ladder climbed a rung or ended. `person` is whose acknowledgement or take-over ended it."""

    child: Id
    disclosure: Id
    clinic: Id
    state: LadderState
    rung: int
    person: Id | None
    next_due: datetime | None
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOpened(Event, type="notifications.task-opened", version=1):
    """A human must act: nobody could be reached, or the law sends the disclosure elsewhere than to a guardian."""

    child: Id
    task: Id
    disclosure: Id
    clinic: Id
    code: Code
    assignees: tuple[Id, ...]
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone(Event, type="notifications.task-done", version=1):
    """The human has acted."""

    child: Id
    task: Id
    disclosure: Id
    clinic: Id
    outcome: Code
    done_by: Id
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Event, type="notifications.message-sent", version=1):
    """Staff wrote to one guardian. The consent rules say whether that guardian may know it; nobody else is meant.

    `about`: staff for whom it does not exist.
    """

    child: Id
    thread: Id
    message: Id
    clinic: Id
    person: Id
    disclosure_class: DisclosureClass
    sent_by: Id
    sent_at: datetime
    about: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadChanged(Event, type="notifications.thread-changed", version=1):
    """A conversation of one guardian with one clinic, as it stands after `change`. `review`: an open safety review.

    `promised_at` is None while the clinic owes no answer; `about` are staff for whom it does not exist.
    """

    child: Id
    thread: Id
    clinic: Id
    person: Id
    category: Code
    lane: Code
    change: Code
    state: Code
    revision: int
    promised_at: datetime | None
    acknowledged_at: datetime | None
    review: Id | None
    about: tuple[Id, ...]
    changed_by: Id | None
    changed_at: datetime


EVENTS = (
    LadderStarted,
    DeliveryChanged,
    EngagementChanged,
    LadderMoved,
    TaskOpened,
    TaskDone,
    MessageSent,
    ThreadChanged,
)
