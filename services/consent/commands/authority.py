"""Who has a say about the child, and orders that keep somebody from it."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import AuthorityKind, DisclosureClass
from kernel.command import OfChild
from services.consent.rules.case import RestrictionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantAuthority(OfChild):
    """A new edge from an adult to the child. `source` is the sort of document, `document` the paper itself."""

    person: str
    kind: AuthorityKind
    since: datetime
    until: datetime | None
    source: str
    verifier: str | None
    lives_with_child: bool | None  # None: as it is on record
    household: str | None
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyAuthority(OfChild):
    """Somebody else than who recorded the edge has seen the document and stands for it."""

    authority: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectAuthority(OfChild):
    """The edge was never right; this one takes its place, and has yet to be verified."""

    authority: str
    person: str
    kind: AuthorityKind
    since: datetime
    until: datetime | None
    source: str
    document: str | None
    reason: str


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
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftRestriction(OfChild):
    """The order holds until this moment, not beyond."""

    restriction: str
    until: datetime
    document: str | None = None
