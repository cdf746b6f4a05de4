"""What guardians, the child and the therapist say about telling somebody."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import DisclosureClass
from kernel.command import OfChild
from services.consent.rules.case import Provision


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
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeConsent(OfChild):
    """The consent counts no more from now on."""

    consent: str
    reason: str | None = None
    document: str | None = None


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
class RenewBoundary(OfChild):
    """The line is drawn again from now on, around the same adults and classes."""

    boundary: str
    reason: str
    until: datetime | None
    review: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftBoundary(OfChild):
    """The line holds no longer."""

    boundary: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Through which account a word came, and to whom its address and its second factor belong: `child`, an adult, or
    None where nobody knows."""

    account: str
    address_of: str | None
    second_factor_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAssent(OfChild):
    """What the child says, in session or through an account; said in session it replaces what the child said of the
    same classes and person before."""

    person: str | None
    classes: tuple[DisclosureClass, ...]
    agrees: bool
    session: str | None = None
    account: Account | None = None
