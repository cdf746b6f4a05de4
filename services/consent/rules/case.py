"""Everything an answer rests on: facts about one child, one item, one moment. Order within a tuple means nothing."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from contracts.codes import (
    AuthorityKind,
    ChildTold,
    ConcernKind,
    ConsentBasis,
    ConsentStatus,
    DangerState,
    DisclosureClass,
    Severity,
)
from services.consent.rules.packs import Pack

CHILD = "child"
"""The grantor of a consent that the child gave."""


class Provision(StrEnum):
    """FHIR Consent.provision.type: what a guardian or the child says about a recipient."""

    PERMIT = "permit"
    DENY = "deny"


class RestrictionKind(StrEnum):
    """Whose order it is."""

    PROTECTIVE_ORDER = "protective-order"
    COURT_ORDER = "court-order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Holds from `since` up to, not including, `until`; an open end is None."""

    since: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the moment lies in the period."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adult:
    """A person around the child. `household` is a code for the home: equal codes mean the same home, None unknown."""

    person: str
    lives_with_child: bool = False
    household: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority(Dated):
    """An edge from adult to child. `source` is the sort of document; without a `verifier` nobody has checked it."""

    id: str
    person: str
    kind: AuthorityKind
    source: str
    verifier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction(Dated):
    """An order that keeps things from an adult; no classes means everything."""

    id: str
    person: str
    kind: RestrictionKind
    classes: tuple[DisclosureClass, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger(Dated):
    """An adult as the source of harm. `unfounded_by` has asked for the flag's removal; a second person confirms."""

    id: str
    person: str
    state: DangerState
    unfounded_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Dated):
    """What `grantor` (a guardian, or CHILD) says about telling `grantee`."""

    id: str
    grantor: str
    grantee: str
    classes: tuple[DisclosureClass, ...]
    provision: Provision = Provision.PERMIT
    status: ConsentStatus = ConsentStatus.ACTIVE
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Assent(Dated):
    """What the child said in session about telling `person` (None: any adult)."""

    id: str
    person: str | None
    classes: tuple[DisclosureClass, ...]
    agrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary(Dated):
    """A therapist's line around one adult (None: all), with a reason and a review."""

    id: str
    person: str | None
    classes: tuple[DisclosureClass, ...]
    reason: str
    review: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicPolicy:
    """A clinic may be stricter than the law, never laxer."""

    detail_age: int = 12  # from here on session detail is no longer a parent's by default: the age most packs start at
    narrow_age: int = 16  # from here on guardians get summaries of goals
    withheld: tuple[DisclosureClass, ...] = ()  # never given to adults by default
    part2: bool = False  # a substance-use programme under 42 CFR Part 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What somebody may or may not know. `about`: the adults the harm is said to come from."""

    disclosure_class: DisclosureClass
    concern_kind: ConcernKind | None = None
    severity: Severity | None = None
    about: tuple[str, ...] = ()
    child_told: ChildTold = ChildTold.TOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The question's whole ground. `today` is the calendar day of `at` where the clinic is: birthdays happen there."""

    born: date
    basis: ConsentBasis
    agreement: bool
    pack: Pack | None
    item: Item
    at: datetime
    today: date
    child_incapable: bool = False
    adults: tuple[Adult, ...] = ()
    authorities: tuple[Authority, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    dangers: tuple[Danger, ...] = ()
    consents: tuple[Consent, ...] = ()
    assents: tuple[Assent, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    policy: ClinicPolicy = field(default_factory=ClinicPolicy)

    @property
    def age(self) -> int:
        """Whole years; who is born on 29 February has birthday on 1 March in other years."""
        return age_on(self.born, self.today)


def age_on(born: date, day: date) -> int:
    """Whole years lived on that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
