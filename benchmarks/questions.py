"""The questions of `decisions.py`: families as clinics meet them, each asked about every item, adult and moment."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from contracts.codes import AuthorityKind, ChildTold, ConcernKind, DangerState, DisclosureClass, Severity
from services.consent.rules.case import Adult, Case, ClinicPolicy, Item, RestrictionKind
from tests.unit.consent.families import (
    AT,
    FATHER,
    MOTHER,
    alone,
    assent,
    authority,
    boundary,
    case,
    childs_consent,
    concern,
    consent,
    danger,
    order,
    refusal,
    with_edges,
)

C, A = DisclosureClass, AuthorityKind
PERSONS = (FATHER, MOTHER, "aunt")
MOMENTS = tuple(AT + timedelta(days=days) for days in (0, 1, 40, 400))  # the last two cross an expiry and a birthday
ITEMS = (
    *(Item(disclosure_class=cls) for cls in C if cls is not C.SAFETY_CONCERN),
    concern(),
    concern(severity=Severity.LOW),
    concern(ConcernKind.SUICIDAL_INTENT, Severity.IMMINENT, child_told=ChildTold.NOT_YET),
    concern(ConcernKind.ABUSE_PHYSICAL, about=(FATHER,)),
)
GOALS, DETAIL, FACT = C.GOALS_PROGRESS, C.SESSION_DETAIL, C.FACT_OF_TREATMENT


class Question(NamedTuple):
    """One decision asked for."""

    case: Case
    person: str
    item: Item
    at: datetime
    today: date


def families() -> tuple[Case, ...]:
    """Married and separated parents, carers, minors alone, orders, allegations, wishes of all sorts."""
    aunt = authority("aunt", A.STEP_PARENT)
    joint = (authority(MOTHER, A.JOINT_LEGAL), authority(FATHER, A.JOINT_LEGAL))
    with_aunt = with_edges(case(), *joint, aunt)
    home = tuple(Adult(person=who, lives_with_child=True, household="east") for who in (MOTHER, FATHER))
    return (
        case(),
        case(12, policy=ClinicPolicy(withheld=(C.HOME_PRACTICE,))),
        case(17, agreement=True, assents=(assent(MOTHER, DETAIL),)),
        case(17, "US-IL", assents=(assent(None, GOALS, agrees=False),)),
        replace(with_aunt, consents=(consent(MOTHER, "aunt", GOALS, FACT), consent(FATHER, "aunt", FACT, until=AT))),
        replace(with_aunt, consents=(consent(MOTHER, "aunt", GOALS), refusal(FATHER, "aunt", GOALS))),
        with_edges(
            case(), authority(MOTHER, A.JOINT_CONSENT_REQUIRED), authority(FATHER, A.JOINT_CONSENT_REQUIRED), aunt
        ),
        with_edges(case(), authority(MOTHER, A.SOLE_LEGAL), authority(FATHER, A.SUPERVISED_CONTACT)),
        with_edges(case(), authority(MOTHER, A.SOLE_LEGAL), authority(FATHER, A.PROTECTIVE_ORDER)),
        with_edges(case(), authority(MOTHER, A.SOLE_LEGAL), authority(FATHER, A.SOLE_LEGAL)),
        with_edges(case(), authority("aunt", A.FOSTER, until=MOMENTS[2]), authority(MOTHER, A.RIGHTS_TERMINATED)),
        with_edges(case(), authority("aunt", A.KINSHIP, verifier=None), authority("agency", A.STATE_GUARDIAN)),
        case(dangers=(danger(FATHER),)),
        case(dangers=(danger(FATHER),), adults=home),
        case(dangers=(danger(FATHER, DangerState.SUBSTANTIATED),), consents=(refusal(FATHER, MOTHER, GOALS),)),
        case(restrictions=(order(FATHER), order(MOTHER, RestrictionKind.PROTECTIVE_ORDER, until=MOMENTS[1]))),
        case(boundaries=(boundary(MOTHER, GOALS), boundary(None, C.HOME_PRACTICE, until=MOMENTS[2]))),
        case(10, None),
        alone(14, "US-IL"),
        alone(14, "US-CO"),
        alone(14, "US-MD", consents=(childs_consent(MOTHER, GOALS),)),
        alone(13, "US-IL", policy=ClinicPolicy(part2=True), child_incapable=True),
        alone(16, "US-NJ", consents=(childs_consent(MOTHER, GOALS, verified=False),)),
        alone(17, "US-ID", assents=(assent(FATHER, agrees=False), assent(MOTHER))),
    )


def questions() -> Iterator[Question]:
    """Every family, moment, item and adult, in the order in which a service would ask."""
    for found in families():
        for at in MOMENTS:
            for item in ITEMS:
                for person in PERSONS:
                    yield Question(found, person, item, at, at.date())
