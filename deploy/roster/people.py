"""What a roster says, whichever form it came in. External identifiers are the clinic's own; ours are derived later."""

from dataclasses import dataclass, field
from datetime import date

from contracts.codes import AuthorityKind, ConsentBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterContact:
    """An address as typed; `column` is where it stood."""

    channel: str  # email or sms
    address: str
    verified: bool
    row: int
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPerson:
    """An adult or a practitioner. Without a zone, that of the clinic holds."""

    external: str
    name: str
    language: str
    zone: str | None
    row: int
    contacts: tuple[RosterContact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterEdge:
    """One adult's authority over one child."""

    adult: str
    authority: AuthorityKind
    since: date
    until: date | None
    source: str
    verifier: str | None
    lives_with_child: bool
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterChild:
    """`clinic` as typed: an identifier or a name. Without a jurisdiction, that of the clinic holds."""

    external: str
    name: str
    birth_day: date
    clinic: str
    clinic_column: str
    jurisdiction: str | None
    basis: ConsentBasis
    agreement: bool
    care_team: tuple[str, ...]
    agency: str | None
    row: int
    edges: tuple[RosterEdge, ...] = ()


@dataclass
class Roster:
    """A whole file. `staff` are practitioners whose names came with it."""

    children: dict[str, RosterChild] = field(default_factory=dict)
    adults: dict[str, RosterPerson] = field(default_factory=dict)
    staff: dict[str, RosterPerson] = field(default_factory=dict)
    roles: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFamily:
    """Children who share adults, with those adults: what is imported in one commit or not at all."""

    children: tuple[RosterChild, ...]
    adults: tuple[RosterPerson, ...]

    @property
    def first_row(self) -> int:
        """Where the family begins in the file."""
        return min(child.row for child in self.children)
