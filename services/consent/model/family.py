"""A child and the adults around it: one document with everything that decisions rest on."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from contracts.codes import ConsentBasis, DisclosureClass
from kernel.kind import Sealed
from services.consent.rules.case import Adult, Assent, Authority, Boundary, Consent, Danger, Restriction

ADULTS_MAX = 40  # around one child; the largest real families with supporters and agencies stay under twenty
FACTS_MAX = 400  # of one sort for one child: years of changes, and still a document of a few hundred kB


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The practitioners who look after the child in one clinic."""

    clinic: str
    persons: tuple[str, ...]


class Capacity(StrEnum):
    """As what somebody without authority of their own is let in."""

    STEP_PARENT = "step-parent"
    SUPPORTER = "supporter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """Which consent a guardian gave so that somebody may stand in for them; it ends with the guardian's authority."""

    consent: str
    delegator: str
    delegate: str
    capacity: Capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What of one clinic's record another one got; `ends_care`: the first one looks after the child no more."""

    transfer: str
    sender: str
    receiver: str
    classes: tuple[DisclosureClass, ...]
    ends_care: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingReview:
    """When the sharing agreement that stands is to be looked at again."""

    agreement: str
    review: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A child and the adults around it. `position` grows by one at each change of what decisions rest on."""

    id: str  # the child's pseudonym
    network: str
    clinics: tuple[str, ...]
    jurisdiction: str
    name: Sealed
    birth_day: str  # YYYY-MM-DD
    basis: ConsentBasis
    agreement: bool
    care_team: tuple[str, ...]  # of all clinics, for looking up the children of a practitioner
    agency: str | None
    position: int
    teams: tuple[Team, ...] = ()
    people: tuple[str, ...] = ()  # ids of `adults`, sorted, for looking up the children of an adult
    child_incapable: bool = False
    adults: tuple[Adult, ...] = ()
    authorities: tuple[Authority, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    dangers: tuple[Danger, ...] = ()
    consents: tuple[Consent, ...] = ()
    assents: tuple[Assent, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    transfers: tuple[Received, ...] = ()
    agreement_paper: str | None = None  # the newest signed confidentiality agreement, also when revoked
    sharing: SharingReview | None = None
    next_turn: datetime | None = None  # when the child's calendar is to be read next
    ground: str = ""  # what stands for the law and the clinics on which it was last read

    @property
    def child(self) -> str:
        """The stream."""
        return self.id

    def left(self, clinic: str) -> bool:
        """Whether the child has gone from this clinic, which keeps its record, and has not come back."""
        gone = False
        for item in self.transfers:
            gone = (gone or (item.sender == clinic and item.ends_care)) and item.receiver != clinic
        return gone

    def team_in(self, clinic: str) -> tuple[str, ...]:
        """Who looks after the child in one clinic."""
        return next((team.persons for team in self.teams if team.clinic == clinic), ())

    @property
    def born(self) -> date:
        """The birthday."""
        return date.fromisoformat(self.birth_day)
