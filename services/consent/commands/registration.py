"""People, clinics and children as they become known."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import AuthorityKind, ConsentBasis
from kernel.command import OfChild, OfClinic, OfPerson
from services.consent.rules.case import ClinicPolicy


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
