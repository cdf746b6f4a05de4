"""Cases told in a few words. A family with two joint guardians in Colorado, unless the test says otherwise."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from contracts.codes import AuthorityKind, ConcernKind, ConsentBasis, DangerState, DisclosureClass, Severity
from services.consent.repository import packs
from services.consent.rules.case import (
    CHILD,
    Adult,
    Assent,
    Authority,
    Boundary,
    Case,
    Consent,
    Danger,
    Item,
    Provision,
    Restriction,
    RestrictionKind,
)
from services.consent.rules.engine import Ruling, rule

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LONG_AGO = AT - timedelta(days=2000)
MOTHER, FATHER = "mother", "father"


def authority(person: str, kind: AuthorityKind, **more: Any) -> Authority:
    """An edge that holds, verified."""
    return Authority(
        **{"id": f"{person}-{kind}", "source": "custody-order", "verifier": "desk", "since": LONG_AGO, **more},
        person=person,
        kind=kind,
    )


def item(cls: DisclosureClass = DisclosureClass.GOALS_PROGRESS, **more: Any) -> Item:
    """Something routine."""
    return Item(disclosure_class=cls, **more)


def concern(kind: ConcernKind = ConcernKind.SELF_HARM, severity: Severity = Severity.SERIOUS, **more: Any) -> Item:
    """A safety concern."""
    return Item(disclosure_class=DisclosureClass.SAFETY_CONCERN, concern_kind=kind, severity=severity, **more)


def case(age: int = 10, place: str | None = "US-CO", **more: Any) -> Case:
    """Two joint guardians in different homes; the child's birthday is today."""
    plain = Case(
        born=date(AT.year - age, AT.month, AT.day),
        basis=ConsentBasis.GUARDIAN,
        agreement=False,
        pack=packs().get(place) if place else None,
        item=item(),
        at=AT,
        today=AT.date(),
        adults=(Adult(person=MOTHER, household="east"), Adult(person=FATHER, household="west")),
        authorities=(
            authority(MOTHER, AuthorityKind.JOINT_LEGAL),
            authority(FATHER, AuthorityKind.JOINT_LEGAL),
        ),
    )
    return replace(plain, **more)


def alone(age: int = 14, place: str | None = "US-IL", **more: Any) -> Case:
    """The minor consented alone."""
    return case(age, place, basis=ConsentBasis.MINOR, **more)


def with_edges(found: Case, *edges: Authority) -> Case:
    """Only these edges; everybody in them is on record."""
    people = sorted({edge.person for edge in edges} | {adult.person for adult in found.adults})
    known = {adult.person: adult for adult in found.adults}
    adults = tuple(known.get(person, Adult(person=person)) for person in people)
    return replace(found, authorities=edges, adults=adults)


def order(person: str, kind: RestrictionKind = RestrictionKind.COURT_ORDER, **more: Any) -> Restriction:
    """An order in force."""
    return Restriction(**{"id": f"order-{person}", "since": LONG_AGO, **more}, person=person, kind=kind)


def danger(person: str, state: DangerState = DangerState.ALLEGED, **more: Any) -> Danger:
    """A flag that holds."""
    return Danger(**{"id": f"danger-{person}", "since": LONG_AGO, **more}, person=person, state=state)


def consent(grantor: str, grantee: str, *classes: DisclosureClass, **more: Any) -> Consent:
    """A verified permission."""
    return Consent(
        **{"id": f"{grantor}-{grantee}-{more.get('provision', '')}", "since": LONG_AGO, **more},
        grantor=grantor,
        grantee=grantee,
        classes=classes,
    )


def refusal(grantor: str, grantee: str, *classes: DisclosureClass, **more: Any) -> Consent:
    """A refusal."""
    return consent(grantor, grantee, *classes, provision=Provision.DENY, **more)


def assent(person: str | None, *classes: DisclosureClass, agrees: bool = True) -> Assent:
    """What the child said."""
    return Assent(id=f"assent-{person}-{agrees}", person=person, classes=classes, agrees=agrees, since=LONG_AGO)


def childs_consent(grantee: str, *classes: DisclosureClass, verified: bool = True) -> Consent:
    """A consent in the child's name."""
    return consent(CHILD, grantee, *classes, verified=verified)


def boundary(person: str | None, *classes: DisclosureClass, **more: Any) -> Boundary:
    """A therapist's line."""
    return Boundary(
        **{"id": f"boundary-{person}", "since": LONG_AGO, "reason": "repair", **more}, person=person, classes=classes
    )


def answer(found: Case, person: str = MOTHER) -> tuple[str, tuple[str, ...]]:
    """Outcome and rules."""
    ruling: Ruling = rule(found, person)
    return ruling.outcome.value, ruling.rules
