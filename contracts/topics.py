"""Who says what on which topic, and who listens. The Kafka manifest, AsyncAPI and the consumers are made from it.

Partition counts are chosen once: a key's place must never move. Retention is longer than the longest outage accepted.
"""

from collections.abc import Mapping

from contracts import consent, goals, notes, notifications
from kernel.bus.port import Topic
from kernel.contract import Event, wire_type
from kernel.node import Channels

PARTITIONS = 24  # divisible among 2, 3, 4, 6, 8 or 12 workers
RETENTION_HOURS = 14 * 24  # two weeks: a long holiday with a dead consumer

PUBLISHED: Mapping[str, tuple[type[Event], ...]] = {
    "consent": consent.EVENTS,
    "notes": notes.EVENTS,
    "goals": goals.EVENTS,
    "notifications": notifications.EVENTS,
    "web": (),
}

HEARD: Mapping[str, tuple[type[Event], ...]] = {
    "consent": (
        notes.GuardianInvited,
        notes.ConcernRaised,
        notes.ConcernClosed,
        goals.UpdateShared,
        goals.PracticeDue,
        goals.MilestoneReached,
        notifications.TaskDone,
        notifications.MessageSent,
    ),
    "notes": (consent.ChildRegistered, consent.CareTeamChanged),
    "goals": (consent.ChildRegistered, consent.CareTeamChanged),
    "notifications": (
        consent.ChildRegistered,
        consent.CareTeamChanged,
        consent.BasisChanged,
        consent.DisclosureDecided,
        consent.AccessOpened,
        consent.AccessRefused,
        consent.AccessReviewed,
        consent.ReviewDue,
        notes.ConcernRaised,
        notes.ConcernClosed,
        notes.ItemSettled,
        goals.ItemSettled,
        goals.AllianceRuptured,
        goals.AnswerFlagged,
        goals.InvolvementReviewDue,
        goals.GoalAgreed,
        goals.PracticeAssigned,
    ),
    "web": (
        consent.ChildRegistered,
        consent.CareTeamChanged,
        consent.DisclosureDecided,
        notes.SessionScheduled,
        notes.NoteSigned,
        notes.ConcernRaised,
        notes.ConcernClosed,
        notes.StageChanged,
        notes.SessionCancelled,
        goals.GoalAgreed,
        goals.UpdateShared,
        goals.GoalProposed,
        goals.GoalMoved,
        goals.VisionAgreed,
        goals.PracticeAssigned,
        goals.PracticeRecorded,
        goals.PracticeTooMuch,
        goals.ObservationSubmitted,
        goals.MilestoneReached,
        goals.MilestoneCheered,
        *notifications.EVENTS,
    ),
}

SERVICES = tuple(PUBLISHED)
ALL_EVENTS: tuple[type[Event], ...] = tuple(event for events in PUBLISHED.values() for event in events)


def topic_of(service: str) -> Topic:
    """One topic per service: order holds per child across everything the service says."""
    return Topic(f"alliance.{service}", PARTITIONS, RETENTION_HOURS)


def producer_of(event: type[Event]) -> str:
    """The service that publishes an event."""
    return event.TYPE.partition(".")[0]


def channels_of(service: str) -> Channels:
    """What the kernel needs to wire a service to the bus."""
    heard_from = sorted({producer_of(event) for event in HEARD[service]})
    return Channels(
        topic=topic_of(service),
        published={wire_type(event): event for event in PUBLISHED[service]},
        heard=tuple(topic_of(name).name for name in heard_from),
    )
