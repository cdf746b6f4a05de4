"""A decided disclosure arrives: who is told how, which humans must act at once."""

from dataclasses import replace
from datetime import datetime

from contracts.codes import Channel, MessageClass, Outcome
from contracts.consent import AdultDecision, DisclosureDecided
from contracts.notifications import LadderStarted
from kernel.decision import Decision
from services.notifications.decisions import ladder, resolving, tasks
from services.notifications.decisions.holds import held_until
from services.notifications.decisions.ladder import Audience
from services.notifications.decisions.merging import merged
from services.notifications.decisions.notices import Fresh, Points, addressed, reachable, told
from services.notifications.model import ClinicPolicy, Disclosure, Entitlement, Verdict

ROUTINE_CHANNELS = (Channel.EMAIL, Channel.SMS)  # the first one a person has


def record(
    event: DisclosureDecided, policy: ClinicPolicy, audience: Audience, fresh: Fresh, now: datetime,
    closed: bool = False,
) -> Decision:  # fmt: skip
    """Safety: a ladder for the permitted, a human's task wherever the law or the rules send it. Else a notice each.

    Of a matter that staff closed meanwhile nobody is told; the duties stay, because closing a file does none of them.
    """
    disclosure = noted(event, policy, now)
    safety = event.message_class is MessageClass.SAFETY
    permitted = any(adult.asked for adult in disclosure.adults)
    if closed:
        told = Decision(changes=(disclosure,))
    elif safety and permitted:
        told = _ladder(disclosure, policy, audience, fresh, now)
    elif safety:
        disclosure, timers = resolving.armed(disclosure, now)
        told = Decision(changes=(disclosure,), timers=timers)
    else:
        told = _once(disclosure, audience, fresh, now)
    human = _human(disclosure, event, safety and not permitted, fresh, now)
    return merged(told, *human, Decision(facts={"disclosure": disclosure.id}))


def noted(event: DisclosureDecided, policy: ClinicPolicy, now: datetime) -> Disclosure:
    """The disclosure as consent decided it."""
    return Disclosure(
        id=event.disclosure,
        child=event.child,
        network=event.network,
        clinic=event.clinic,
        item_service=event.item_service,
        item=event.item,
        disclosure_class=event.disclosure_class,
        message_class=event.message_class,
        concern_kind=event.concern_kind,
        severity=event.severity,
        raised_by=event.raised_by,
        on_call=event.on_call,
        adults=tuple(_entitled(adult, event.position, event.decided_at) for adult in event.adults),
        policy=event.policy,
        position=event.position,
        decided_at=event.decided_at,
        live=policy.live,
        about=event.about,
        mail_tls=policy.mail_tls,
        resolve_hours=policy.resolve_within(event.severity),
    )


def _entitled(adult: AdultDecision, position: int, at: datetime) -> Entitlement:
    verdict = Verdict(
        outcome=adult.outcome, obligations=adult.obligations, rules=adult.rules, position=position
    )
    return Entitlement(person=adult.person, verdict=verdict, decided_at=at)


def _ladder(
    disclosure: Disclosure, policy: ClinicPolicy, audience: Audience, fresh: Fresh, now: datetime
) -> Decision:
    begun = ladder.started(disclosure, policy.code, policy.ladder(disclosure.severity), now)
    until = held_until(disclosure)
    if until is not None and until > now:
        first = ladder.held(begun, until, fresh, now)
    else:
        first = ladder.climb(replace(begun, next_due=now), 1, audience, fresh, now)
    placed = next(item for item in first.changes if isinstance(item, Disclosure))
    if placed.ladder is None:
        raise ValueError("a started disclosure has a ladder")
    event = LadderStarted(
        child=disclosure.child,
        disclosure=disclosure.id,
        clinic=disclosure.clinic,
        policy=policy.code,
        adults=tuple(adult.person for adult in disclosure.adults if adult.asked),
        next_due=placed.next_due or now,
        ends_at=ladder.ends_at(placed.ladder),
    )
    return merged(Decision(events=(event,)), first)


def _once(disclosure: Disclosure, audience: Audience, fresh: Fresh, now: datetime) -> Decision:
    points, staff = audience.points, audience.staff
    made = [
        addressed(disclosure, adult.person, _channel(adult.person, points), 0, points, staff, fresh, now)
        for adult in disclosure.adults
        if adult.asked
    ]
    notices = tuple(notice for notice, _ in made)
    pointers = tuple(pointer for _, pointer in made if pointer is not None)
    return Decision(changes=(disclosure, *notices, *pointers), events=told(*notices))


def _channel(person: str, points: Points) -> Channel:
    has = (channel for channel in ROUTINE_CHANNELS if reachable(points.get(person, ()), channel))
    return next(has, Channel.EMAIL)


def _human(
    disclosure: Disclosure, event: DisclosureDecided, silent: bool, fresh: Fresh, now: datetime
) -> list[Decision]:
    found = tasks.of_duties(disclosure, event, fresh, now)
    if any(adult.outcome is Outcome.ESCALATE for adult in event.adults):
        found.append(tasks.opened(disclosure, tasks.ESCALATED, fresh, now))
    if silent and not found:
        found.append(tasks.opened(disclosure, tasks.NOBODY_PERMITTED, fresh, now))
    return found
