"""What the service keeps: one document per child with everything that decisions rest on, people, clinics, decisions."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from contracts.codes import ChildTold, ConcernKind, ConsentBasis, DisclosureClass, MessageClass, Severity
from contracts.consent import AdultDecision, Duty
from kernel.kind import Sealed
from services.consent.rules.case import (
    Adult,
    Assent,
    Authority,
    Boundary,
    Case,
    ClinicPolicy,
    Consent,
    Danger,
    Item,
    Restriction,
)
from services.consent.rules.packs import Pack

ADULTS_MAX = 40  # around one child; the largest real families with supporters and agencies stay under twenty
FACTS_MAX = 400  # of one sort for one child: years of changes, and still a document of a few hundred kB

@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The practitioners who look after the child in one clinic."""

    clinic: str
    persons: tuple[str, ...]


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

    @property
    def child(self) -> str:
        """The stream."""
        return self.id

    def team_in(self, clinic: str) -> tuple[str, ...]:
        """Who looks after the child in one clinic."""
        return next((team.persons for team in self.teams if team.clinic == clinic), ())

    @property
    def born(self) -> date:
        """The birthday."""
        return date.fromisoformat(self.birth_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a name. The name is sealed under `person:<id>`."""

    id: str
    network: str
    name: Sealed
    language: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """A place of care in one jurisdiction. `on_call`: the humans with whom every duty can end."""

    id: str
    network: str
    jurisdiction: str
    zone: str  # IANA name
    name: str
    languages: tuple[str, ...]
    on_call: tuple[str, ...]
    agency_name: str
    policy: ClinicPolicy = field(default_factory=ClinicPolicy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """A recorded decision about one item, with the position of the facts it rests on."""

    id: str
    child: str
    network: str
    clinic: str
    item_service: str
    item: str
    disclosure_class: DisclosureClass
    message_class: MessageClass
    concern_kind: ConcernKind | None
    severity: Severity | None
    about: tuple[str, ...]
    child_told: ChildTold
    raised_by: str
    adults: tuple[AdultDecision, ...]
    duties: tuple[Duty, ...]
    on_call: tuple[str, ...]
    policy: str
    position: int
    decided_at: datetime
    closed_at: datetime | None = None  # staff have dealt with the matter

    def calls(self, person: str) -> bool:
        """On call for a safety concern that is still open, and not one of those it is about."""
        open_concern = self.disclosure_class is DisclosureClass.SAFETY_CONCERN and self.closed_at is None
        return open_concern and person in self.on_call and person not in self.about

    @property
    def question(self) -> Item:
        """The item as the rules see it."""
        return Item(
            disclosure_class=self.disclosure_class,
            concern_kind=self.concern_kind,
            severity=self.severity,
            about=self.about,
            child_told=self.child_told,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a decision needs besides the family: clinic (None: not registered), pack and the rules' version."""

    clinic: Clinic | None
    pack: Pack | None
    policy: str

    def day(self, at: datetime) -> date:
        """The calendar day of a moment where the clinic is; UTC when the clinic is not known."""
        return at.astimezone(ZoneInfo(self.clinic.zone) if self.clinic else UTC).date()


def case_of(family: Family, ground: Ground, item: Item, at: datetime) -> Case:
    """The whole question, ready for the rules."""
    return Case(
        born=family.born,
        basis=family.basis,
        agreement=family.agreement,
        pack=ground.pack,
        item=item,
        at=at,
        today=ground.day(at),
        child_incapable=family.child_incapable,
        adults=family.adults,
        authorities=family.authorities,
        restrictions=family.restrictions,
        dangers=family.dangers,
        consents=family.consents,
        assents=family.assents,
        boundaries=family.boundaries,
        policy=ground.clinic.policy if ground.clinic else ClinicPolicy(),
    )
