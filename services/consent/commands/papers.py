"""What is signed: forms of a clinic, and the confidentiality agreement of an intake."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import DisclosureClass
from kernel.command import OfChild, OfClinic
from services.consent.rules.case import Provision


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishForm(OfClinic):
    """A form comes into use in a version. `digest`: SHA-256 of the printed text."""

    form: str
    version: int
    classes: tuple[DisclosureClass, ...]
    digest: str
    language: str
    valid_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawForm(OfClinic):
    """The version is signed no more."""

    form: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignForm(OfChild):
    """A guardian, or the child (`child`), has signed. `session`: in which the child did."""

    clinic: str
    form: str
    version: int
    signer: str
    grantee: str
    classes: tuple[DisclosureClass, ...]
    provision: Provision
    document: str
    session: str | None
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignConfidentiality(OfChild):
    """Guardians agree that what is said in session stays there unless the child agrees."""

    signers: tuple[str, ...]
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeConfidentiality(OfChild):
    """One of those who signed does not stand by it any more."""

    agreement: str
    signer: str
    document: str
    reason: str
