"""One item, all adults, one answer each, the duties, and the event that carries them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.codes import BasisChange, DangerState, DisclosureClass, MessageClass, Outcome
from contracts.consent import AdultDecision, BasisChanged, DisclosureDecided, Duty
from contracts.notes import ConcernRaised
from kernel.chance import derived_id
from kernel.decision import NOTHING, Decision
from services.consent.decisions.danger import flagged, suspected_again
from services.consent.decisions.evidence import moved
from services.consent.model import Disclosure, Family, Ground, case_of
from services.consent.rules.case import Danger, Item
from services.consent.rules.duties import backed, duties
from services.consent.rules.engine import Ruling, rule_all
from services.consent.rules.facts import ABUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the rules say about an item at a moment."""

    rulings: Mapping[str, Ruling]
    duties: tuple[Duty, ...]
    on_call: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The thing that may be told: where its words are, where it arose, and who brought it up."""

    service: str
    item: str
    clinic: str
    message_class: MessageClass
    raised_by: str
    addressed: tuple[str, ...] = ()  # of the adults only these are meant; empty: all who may know


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Something routine that its owner means for adults around the child: the rules say who of them may know."""

    subject: Subject
    disclosure_class: DisclosureClass
    about: tuple[str, ...] = ()  # staff for whom it does not exist


def disclosure_id(service: str, item: str) -> str:
    """The same item is the same disclosure, at every replay."""
    return derived_id("disclosure", service, item)


def answer(family: Family, ground: Ground, item: Item, raised_by: str, clinic: str, at: datetime) -> Answer:
    """Every adult's ruling and the duties."""
    case = case_of(family, ground, item, at)
    rulings, backstop = rule_all(case), backed(case, family.agency, _humans(family, ground, raised_by), clinic)
    return Answer(rulings=rulings, duties=duties(item, rulings, backstop, at), on_call=backstop.on_call)


def _humans(family: Family, ground: Ground, raised_by: str) -> tuple[tuple[str, ...], ...]:
    """Whose shift it is, else the clinic's standing list, the care team, who asked; never an adult of the child."""
    standing = ground.clinic.on_call if ground.clinic else ()
    groups = (ground.on_shift, standing, family.care_team, (raised_by,))
    return tuple(tuple(person for person in group if person not in family.people) for group in groups)


def decide_concern(family: Family, ground: Ground, event: ConcernRaised, now: datetime) -> Decision:
    """Those whom an abuse concern names are under suspicion from this commit on, and it is decided on that ground."""
    after, flags = _accused(family, event, now)
    item = Item(
        disclosure_class=DisclosureClass.SAFETY_CONCERN,
        concern_kind=event.kind,
        severity=event.severity,
        about=tuple(sorted(set(event.about))),
        child_told=event.child_told,
    )
    subject = Subject(
        service="notes",
        item=event.concern,
        clinic=event.clinic,
        message_class=MessageClass.SAFETY,
        raised_by=event.raised_by,
    )
    made = _disclosure(after, ground, item, subject, now)
    changes = (after, made) if after != family else (made,)
    return Decision(changes=changes, events=(*flags, _decided(made)), facts=_facts(made))


def decide_shared(family: Family, ground: Ground, shared: Shared, now: datetime) -> Decision:
    """What is routine has no duties, and whoever may not know or is not meant hears nothing."""
    item = Item(disclosure_class=shared.disclosure_class, about=shared.about)
    made = _disclosure(family, ground, item, shared.subject, now)
    return Decision(changes=(made,), events=(_decided(made),), facts=_facts(made))


def closed(made: Disclosure, at: datetime) -> Decision:
    """The decision stays; who was called because of it is not any more. The first closing counts."""
    if made.closed_at is not None:
        return NOTHING
    return Decision(changes=(replace(made, closed_at=at),), facts={"disclosure": made.id})


def _accused(family: Family, event: ConcernRaised, now: datetime) -> tuple[Family, tuple[BasisChanged, ...]]:
    after, events = family, []
    for person in sorted(set(event.about)) if event.kind in ABUSE else ():
        if flagged(after, person, now):
            after = suspected_again(after, person)
            continue
        flag = Danger(
            id=derived_id("danger", event.concern, person), person=person, state=DangerState.ALLEGED, since=now
        )
        held = replace(after, dangers=(*after.dangers, flag))
        after, changed = moved(held, BasisChange.DANGER, flag.state.value, person, now)
        events.append(changed)
    return after, tuple(events)


def _disclosure(family: Family, ground: Ground, item: Item, subject: Subject, now: datetime) -> Disclosure:
    found = answer(family, ground, item, subject.raised_by, subject.clinic, now)
    adults = tuple(
        AdultDecision(person=person, outcome=ruling.outcome, obligations=ruling.obligations, rules=ruling.rules)
        for person, ruling in found.rulings.items()
        if not subject.addressed or person in subject.addressed
    )
    return Disclosure(
        id=disclosure_id(subject.service, subject.item),
        child=family.id,
        network=family.network,
        clinic=subject.clinic,
        item_service=subject.service,
        item=subject.item,
        disclosure_class=item.disclosure_class,
        message_class=subject.message_class,
        concern_kind=item.concern_kind,
        severity=item.severity,
        about=item.about,
        child_told=item.child_told,
        raised_by=subject.raised_by,
        adults=adults,
        duties=found.duties,
        on_call=found.on_call,
        policy=ground.policy,
        position=family.position,
        decided_at=now,
        addressed=tuple(sorted(set(subject.addressed))),
    )


def _decided(made: Disclosure) -> DisclosureDecided:
    return DisclosureDecided(
        child=made.child,
        disclosure=made.id,
        network=made.network,
        clinic=made.clinic,
        item_service=made.item_service,
        item=made.item,
        disclosure_class=made.disclosure_class,
        message_class=made.message_class,
        concern_kind=made.concern_kind,
        severity=made.severity,
        raised_by=made.raised_by,
        adults=made.adults,
        duties=made.duties,
        on_call=made.on_call,
        policy=made.policy,
        position=made.position,
        decided_at=made.decided_at,
        about=made.about,
    )


def _facts(made: Disclosure) -> dict[str, str]:
    """For the audit: who got which outcome, refusals included."""
    outcomes = {
        outcome.value: ",".join(adult.person for adult in made.adults if adult.outcome is outcome)
        for outcome in Outcome
    }
    return {"disclosure": made.id, "policy": made.policy, "position": str(made.position), **outcomes}
