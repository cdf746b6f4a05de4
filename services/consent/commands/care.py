"""Who stands in for whom, and where the child is placed."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import AuthorityKind, DisclosureClass
from kernel.command import OfChild
from services.consent.model import Capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateAuthority(OfChild):
    """A guardian lets somebody stand in for them until a day."""

    delegator: str
    delegate: str
    capacity: Capacity
    classes: tuple[DisclosureClass, ...]
    since: datetime
    until: datetime
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Carer:
    """Somebody with whom the child is placed."""

    person: str
    kind: AuthorityKind  # foster or kinship
    household: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePlacement(OfChild):
    """The child has moved from some carers to others, on an agency's or a court's document."""

    leaving: tuple[str, ...]
    arriving: tuple[Carer, ...]
    since: datetime
    source: str
    document: str
