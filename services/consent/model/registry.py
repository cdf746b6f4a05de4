"""People and places that many children share."""

from dataclasses import dataclass, field

from kernel.kind import Sealed
from services.consent.rules.case import ClinicPolicy


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
