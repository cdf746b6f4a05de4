"""What may be asked of the service to change. Facts about a child belong to the child's stream."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import AuthorityKind, ConsentBasis, DangerState, DisclosureClass
from kernel.command import OfChild, OfClinic, OfPerson
from services.consent.rules.case import ClinicPolicy, Provision, RestrictionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPerson(OfPerson):
    """Make a person known, or bring what is known up to date."""

    network: str
    name: str
    language: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterClinic(OfClinic):
    """Make a clinic known, or bring what is known up to date."""

    network: str
    jurisdiction: str
    zone: str
    name: str
    languages: tuple[str, ...]
    on_call: tuple[str, ...]
    agency_name: str
    policy: ClinicPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredAdult:
    """One adult with one authority, as the registration form gives it."""

    person: str
    authority: AuthorityKind
    since: datetime
    until: datetime | None
    source: str
    verifier: str | None
    lives_with_child: bool
    household: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChild(OfChild):
    """Take a child into care, or bring its registration up to date. Evidence recorded since is never dropped."""

    network: str
    clinic: str
    jurisdiction: str
    name: str
    birth_day: str
    basis: ConsentBasis
    confidentiality_agreement: bool
    child_incapable: bool
    care_team: tuple[str, ...]
    adults: tuple[RegisteredAdult, ...]
    agency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCareTeam(OfChild):
    """All practitioners who look after the child in a clinic."""

    clinic: str
    care_team: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantAuthority(OfChild):
    """A new edge from an adult to the child."""

    person: str
    kind: AuthorityKind
    since: datetime
    until: datetime | None
    source: str
    verifier: str | None
    lives_with_child: bool | None  # None: as it is on record
    household: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAuthority(OfChild):
    """The edge holds until this moment, not beyond."""

    authority: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRestriction(OfChild):
    """An order against an adult; may be back-dated."""

    person: str
    kind: RestrictionKind
    classes: tuple[DisclosureClass, ...]
    since: datetime
    until: datetime | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftRestriction(OfChild):
    """The order holds until this moment, not beyond."""

    restriction: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagDanger(OfChild):
    """An adult is said, or was found, to have harmed the child."""

    person: str
    state: DangerState  # alleged or substantiated


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveDanger(OfChild):
    """The flag was unfounded. The first asker proposes, a second, different person confirms."""

    danger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveConsent(OfChild):
    """A guardian, or the child (grantor `child`), permits or refuses that somebody is told."""

    grantor: str
    grantee: str
    classes: tuple[DisclosureClass, ...]
    provision: Provision
    verified: bool
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeConsent(OfChild):
    """The consent counts no more from now on."""

    consent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBoundary(OfChild):
    """A therapist's line; `person` None draws it around every adult."""

    person: str | None
    classes: tuple[DisclosureClass, ...]
    reason: str
    since: datetime
    until: datetime | None
    review: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAssent(OfChild):
    """What the child says in session; it replaces what the child said of the same classes and person before."""

    person: str | None
    classes: tuple[DisclosureClass, ...]
    agrees: bool
