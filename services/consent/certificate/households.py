"""Part two's families: two adults around one child, every combination of what may be so of them.

A household is everything but the dangers; each is taken with every danger, so that one can see what an allegation
changes. All moments are relative to one, and what is over or to come is among the facts.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from math import prod

from contracts.codes import (
    AuthorityKind,
    ConcernKind,
    ConsentBasis,
    ConsentStatus,
    DangerState,
    DisclosureClass,
    Severity,
)
from services.consent.rules.case import (
    CHILD,
    Adult,
    Assent,
    Authority,
    Boundary,
    Case,
    ClinicPolicy,
    Consent,
    Danger,
    Item,
    Provision,
    Restriction,
    RestrictionKind,
)
from services.consent.rules.packs import HarmNotice, Pack, PackStatus
from services.consent.rules.packs import ParentInformation as Law

A, C = AuthorityKind, DisclosureClass
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
BEFORE, LATER = NOW - timedelta(days=400), NOW + timedelta(days=1)
FIRST, SECOND = "first", "second"
ALL = tuple(C)


def _edge(person: str, kind: AuthorityKind, **more: object) -> Authority:
    known = {"id": f"{person} {kind}", "source": "custody-order", "verifier": "desk", "since": BEFORE, **more}
    return Authority(person=person, kind=kind, **known)  # type: ignore[arg-type]


def _order(person: str, kind: RestrictionKind, *classes: DisclosureClass) -> Restriction:
    return Restriction(id=f"{person} {kind}", person=person, kind=kind, classes=classes, since=BEFORE)


def _flag(person: str, state: DangerState, until: datetime | None = None) -> Danger:
    return Danger(id=f"{person} {state}", person=person, state=state, since=BEFORE, until=until)


def _said(grantor: str, grantee: str, provision: Provision = Provision.PERMIT, **more: object) -> Consent:
    known = {"id": f"{grantor} {grantee} {provision} {len(more)}", "since": BEFORE, **more}
    return Consent(grantor=grantor, grantee=grantee, classes=ALL, provision=provision, **known)  # type: ignore[arg-type]


def _assent(person: str | None, agrees: bool) -> Assent:
    return Assent(id=f"{person} {agrees}", person=person, classes=(), agrees=agrees, since=BEFORE)


TIES: tuple[tuple[Authority, ...], ...] = (
    (),
    *((_edge(FIRST, kind),) for kind in A),
    (_edge(FIRST, A.JOINT_LEGAL, verifier=None),),
    (_edge(FIRST, A.JOINT_LEGAL, until=NOW),),
    (_edge(FIRST, A.JOINT_LEGAL, since=LATER),),
    (_edge(FIRST, A.JOINT_LEGAL), _edge(FIRST, A.PROTECTIVE_ORDER)),
    (_edge(FIRST, A.JOINT_LEGAL, source="court-order"), _edge(FIRST, A.ACCESS_ONLY)),
)
SECOND_TIES: tuple[tuple[Authority, ...], ...] = (
    (),
    (_edge(SECOND, A.JOINT_LEGAL),),
    (_edge(SECOND, A.SOLE_LEGAL),),
    (_edge(SECOND, A.JOINT_CONSENT_REQUIRED),),
    (_edge(SECOND, A.JOINT_LEGAL), _edge(SECOND, A.RIGHTS_TERMINATED)),
)
ORDERS: tuple[tuple[Restriction, ...], ...] = (
    (),
    (_order(FIRST, RestrictionKind.PROTECTIVE_ORDER),),
    (_order(FIRST, RestrictionKind.COURT_ORDER, C.SAFETY_CONCERN, C.SESSION_DETAIL, C.GOALS_PROGRESS),),
    (_order(SECOND, RestrictionKind.COURT_ORDER),),
)


@dataclass(frozen=True, slots=True)
class Words:
    """What was said."""

    consents: tuple[Consent, ...] = ()
    assents: tuple[Assent, ...] = ()
    boundaries: tuple[Boundary, ...] = ()


YES, NO = Provision.PERMIT, Provision.DENY
WORDS = (
    Words(),
    Words(assents=(_assent(FIRST, agrees=True),)),
    Words(assents=(_assent(None, agrees=False),)),
    Words(assents=(_assent(FIRST, agrees=True), _assent(None, agrees=False))),
    Words((_said(CHILD, FIRST, verified=False),)),
    Words((_said(SECOND, FIRST),)),
    Words((_said(SECOND, FIRST, NO),)),
    Words((_said(SECOND, FIRST), _said(SECOND, FIRST, NO), _said(FIRST, SECOND))),
    Words((_said(SECOND, FIRST, verified=False), _said(SECOND, FIRST, status=ConsentStatus.INACTIVE))),
    Words((_said(SECOND, FIRST, until=NOW), _said(CHILD, FIRST, status=ConsentStatus.INACTIVE))),
    Words(boundaries=(Boundary(id="line", person=FIRST, classes=(), reason="repair", since=BEFORE),)),
)


@dataclass(frozen=True, slots=True)
class Situation:
    """The child's age and the basis of care, and what law and clinic say."""

    age: int
    alone: bool = False
    agreement: bool = False
    law: Law | None = Law.DISCRETION
    notice: HarmNotice = HarmNotice.MAY
    verified: bool = True
    part2: bool = False
    incapable: bool = False

    @property
    def pack(self) -> Pack | None:
        """A law of this sort; minors consent from twelve on."""
        if self.law is None:
            return None
        return Pack(
            jurisdiction="somewhere",
            age_of_consent=12,
            parent_information=self.law,
            harm_notice=self.notice,
            tell_minor=True,
            majority=18,
            citation="a statute",
            status=PackStatus.VERIFIED_TEXT if self.verified else PackStatus.UNVERIFIED,
        )


SITUATIONS = (
    Situation(9),
    Situation(9, agreement=True),
    Situation(16),
    Situation(18),
    Situation(13, law=None),
    Situation(14, alone=True, law=Law.FORBIDDEN, notice=HarmNotice.SHALL),
    Situation(11, alone=True, law=Law.FORBIDDEN, notice=HarmNotice.SHALL),
    Situation(14, alone=True),
    Situation(14, alone=True, law=Law.PERMITTED, notice=HarmNotice.UNKNOWN),
    Situation(14, alone=True, law=Law.PERMITTED, verified=False),
    Situation(14, alone=True, verified=False, part2=True),
    Situation(14, alone=True, part2=True, incapable=True),
)


def _homes(*codes: str | None) -> tuple[Adult, ...]:
    named = zip((FIRST, SECOND), codes, strict=True)
    return tuple(Adult(person=person, lives_with_child=True, household=code) for person, code in named)


APART, TOGETHER, UNKNOWN = _homes("east", "west"), _homes("east", "east"), _homes(None, None)
ALLEGED, FOUND, UNFOUNDED = DangerState.ALLEGED, DangerState.SUBSTANTIATED, DangerState.UNFOUNDED
DANGERS: tuple[tuple[tuple[Danger, ...], tuple[Adult, ...]], ...] = (
    ((), APART),
    ((_flag(FIRST, ALLEGED),), APART),
    ((_flag(SECOND, ALLEGED),), APART),
    ((_flag(FIRST, ALLEGED), _flag(SECOND, ALLEGED)), APART),
    ((_flag(FIRST, FOUND), _flag(FIRST, UNFOUNDED)), APART),
    ((_flag(FIRST, UNFOUNDED), _flag(FIRST, ALLEGED, until=NOW)), APART),
    ((_flag(SECOND, ALLEGED),), TOGETHER),
    ((_flag(SECOND, FOUND), _flag(SECOND, ALLEGED)), UNKNOWN),
)
BEFORE_AND_AFTER = ((0, 1), (2, 3), (0, 3))
"""Places in DANGERS without and with an allegation against the first adult, alone or with the second one."""

ITEMS = (
    *(Item(disclosure_class=cls) for cls in C if cls is not C.SAFETY_CONCERN),
    *(
        Item(disclosure_class=C.SAFETY_CONCERN, concern_kind=kind, severity=severity, about=about)
        for kind, severity, about in (
            (ConcernKind.SELF_HARM, Severity.LOW, ()),
            (ConcernKind.SUICIDAL_INTENT, Severity.IMMINENT, ()),
            (ConcernKind.ABUSE_PHYSICAL, Severity.SERIOUS, (FIRST,)),
            (ConcernKind.NEGLECT, Severity.IMMINENT, (SECOND,)),
            (ConcernKind.ABUSE_SEXUAL, Severity.SERIOUS, (FIRST, SECOND)),
        )
    ),
)
AXES = (len(TIES), len(SECOND_TIES), len(ORDERS), len(WORDS), len(SITUATIONS))
HOUSEHOLDS = prod(AXES)
FAMILIES = HOUSEHOLDS * len(DANGERS)


def household(number: int) -> tuple[Case, ...]:
    """The household of that number, once with each of DANGERS."""
    places = []
    for size in AXES:
        number, place = divmod(number, size)
        places.append(place)
    first, second, order, said, at = places
    situation, words = SITUATIONS[at], WORDS[said]
    plain = Case(
        born=date(TODAY.year - situation.age, TODAY.month, TODAY.day),
        basis=ConsentBasis.MINOR if situation.alone else ConsentBasis.GUARDIAN,
        agreement=situation.agreement,
        pack=situation.pack,
        item=ITEMS[0],
        at=NOW,
        today=TODAY,
        child_incapable=situation.incapable,
        authorities=TIES[first] + SECOND_TIES[second],
        restrictions=ORDERS[order],
        consents=words.consents,
        assents=words.assents,
        boundaries=words.boundaries,
        policy=ClinicPolicy(part2=situation.part2),
    )
    return tuple(replace(plain, dangers=dangers, adults=adults) for dangers, adults in DANGERS)
