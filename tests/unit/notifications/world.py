"""A disclosure with two parents and the pure functions around it, without any engine."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from contracts.codes import Channel, ConcernKind, DisclosureClass, DutyBearer, DutyKind, MessageClass, Outcome, Severity
from contracts.consent import AdultDecision, DisclosureDecided, Duty
from kernel.decision import Decision
from kernel.kind import Sealed
from services.notifications.decisions.ladder import Audience
from services.notifications.model import ContactPoint, Disclosure, Notice, Pointer, SafeHours, Task, Verdict

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PERMIT = Verdict(outcome=Outcome.PERMIT, position=1)
WITHHOLD = Verdict(outcome=Outcome.WITHHOLD, position=2)
T = TypeVar("T")


def fresh_ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"id{next(numbers)}"


def adult(person: str, outcome: Outcome = Outcome.PERMIT, *obligations: str) -> AdultDecision:
    return AdultDecision(person=person, outcome=outcome, obligations=obligations, rules=("rule",))


def duty(bearer: DutyBearer, *persons: str, kind: DutyKind = DutyKind.INFORM) -> Duty:
    return Duty(kind=kind, bearer=bearer, persons=persons, due=NOON + timedelta(hours=4))


def decided(*adults: AdultDecision, **changes: Any) -> DisclosureDecided:
    event = DisclosureDecided(
        child="child-1",
        disclosure="disclosure-1",
        network="network-north",
        clinic="clinic-hill",
        item_service="notes",
        item="concern-1",
        disclosure_class=DisclosureClass.SAFETY_CONCERN,
        message_class=MessageClass.SAFETY,
        concern_kind=ConcernKind.SELF_HARM,
        severity=Severity.SERIOUS,
        raised_by="therapist-1",
        adults=adults,
        duties=(),
        on_call=("oncall-1",),
        policy="policy.1",
        position=1,
        decided_at=NOON,
    )
    return replace(event, **changes)


def point(
    person: str, channel: Channel = Channel.EMAIL, hours: SafeHours | None = None, **changes: Any
) -> ContactPoint:
    made = ContactPoint(
        id=f"{person}-{channel}",
        person=person,
        network="network-north",
        channel=channel,
        address=Sealed("sealed"),
        address_digest=f"{person}{channel}",
        verified=True,
        usable=True,
        reason=None,
        safe_hours=hours,
        no_voicemail=False,
        changed_at=NOON,
    )
    return replace(made, **changes)


def audience(*points: ContactPoint, **verdicts: Verdict) -> Audience:
    by_person: dict[str, list[ContactPoint]] = {}
    for item in points:
        by_person.setdefault(item.person, []).append(item)
    return Audience(points=by_person, verdicts=verdicts)


def made(decision: Decision, cls: type[T]) -> list[T]:
    return [item for item in decision.changes if isinstance(item, cls)]


def one(decision: Decision, cls: type[T]) -> T:
    found = made(decision, cls)
    assert len(found) == 1, found
    return found[0]


def notices(decision: Decision) -> list[Notice]:
    return made(decision, Notice)


def pointers(decision: Decision) -> list[Pointer]:
    return made(decision, Pointer)


def tasks(decision: Decision) -> list[Task]:
    return made(decision, Task)


def disclosure(decision: Decision) -> Disclosure:
    return one(decision, Disclosure)
