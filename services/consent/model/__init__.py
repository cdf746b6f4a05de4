"""What the service keeps: one document per child with everything that decisions rest on, people, clinics, decisions."""

from services.consent.model.disclosure import Disclosure
from services.consent.model.family import ADULTS_MAX, FACTS_MAX, Family, Team
from services.consent.model.ground import Ground, case_of
from services.consent.model.registry import Clinic, Person

__all__ = [
    "ADULTS_MAX",
    "FACTS_MAX",
    "Clinic",
    "Disclosure",
    "Family",
    "Ground",
    "Person",
    "Team",
    "case_of",
]
