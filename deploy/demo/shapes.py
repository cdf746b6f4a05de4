"""The form of the demo's data files. A file that does not fit stops the start with the field named."""

from dataclasses import dataclass

from contracts.codes import AuthorityKind, ConsentBasis, DangerState
from kernel.auth.principal import Role


@dataclass(frozen=True, slots=True)
class ClinicData:
    """One clinic. `on_call` names staff; `agency` is who is told when no guardian may be."""

    slug: str
    name: str
    jurisdiction: str
    zone: str
    languages: tuple[str, ...]
    on_call: tuple[str, ...]
    agency: str


@dataclass(frozen=True, slots=True)
class StaffData:
    """One member of staff; `roles` are (clinic slug or `*`, role)."""

    slug: str
    name: str
    phone: str
    roles: tuple[tuple[str, Role], ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class NetworkData:
    """`harbour.json` and `lakeshore.json`."""

    slug: str
    name: str
    clinics: tuple[ClinicData, ...]
    staff: tuple[StaffData, ...]


@dataclass(frozen=True, slots=True)
class AdultData:
    """One adult of a family; the e-mail address follows from the slug."""

    slug: str
    name: str
    phone: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class EdgeData:
    """What one adult is to one child, from the child's birth unless `years` says for how long."""

    who: str
    authority: AuthorityKind
    source: str
    home: bool
    years: int | None = None


@dataclass(frozen=True, slots=True)
class DangerData:
    """What is known of an adult as a source of harm."""

    who: str
    state: DangerState


@dataclass(frozen=True, slots=True)
class SessionData:
    """Days from the day the demo was first loaded, hour of the clinic's day."""

    day: int
    hour: int


@dataclass(frozen=True, slots=True)
class NoteData:
    """A signed note to the session of this index: what the care team reads and what stays with its author."""

    session: int
    observed: str
    private: str


@dataclass(frozen=True, slots=True)
class UpdateData:
    """Progress shared with those who may know."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class GoalData:
    """Five levels in the child's words, from -2 to +2."""

    statement: str
    levels: tuple[str, str, str, str, str]
    baseline: int
    updates: tuple[UpdateData, ...] = ()


@dataclass(frozen=True, slots=True)
class ChildData:
    """One child; `age` is years and months on the day of loading, `shows` what this family is here to show."""

    slug: str
    name: str
    age: tuple[int, int]
    shows: str
    care_team: tuple[str, ...]
    basis: ConsentBasis
    agreement: bool
    adults: tuple[EdgeData, ...]
    agency: str | None = None
    dangers: tuple[DangerData, ...] = ()
    sessions: tuple[SessionData, ...] = ()
    notes: tuple[NoteData, ...] = ()
    goals: tuple[GoalData, ...] = ()


@dataclass(frozen=True, slots=True)
class FamiliesData:
    """One clinic's families: `denver.json` and its like."""

    clinic: str
    network: str
    front_desk: str
    adults: tuple[AdultData, ...]
    children: tuple[ChildData, ...]
