"""What the service keeps: one document per child with everything that decisions rest on, people, clinics, decisions."""

from services.consent.model.disclosure import Disclosure
from services.consent.model.family import (
    ADULTS_MAX,
    FACTS_MAX,
    Capacity,
    Delegation,
    Family,
    Received,
    SharingReview,
    Team,
)
from services.consent.model.forms import FormTemplate, template_id
from services.consent.model.ground import Ground, case_of
from services.consent.model.registry import Clinic, Person
from services.consent.model.shared_session import SharedSession
from services.consent.model.sharing import AGREEABLE, CHILD_PARTY, Cell, SharingAgreement, SharingState, Voice, Word
from services.consent.model.trail import STEPS_MAX, FactSort, Step, StepKind, Trail
from services.consent.model.transfer import Transfer, TransferState, TransferWord

__all__ = [
    "ADULTS_MAX",
    "AGREEABLE",
    "CHILD_PARTY",
    "FACTS_MAX",
    "STEPS_MAX",
    "Capacity",
    "Cell",
    "Clinic",
    "Delegation",
    "Disclosure",
    "FactSort",
    "Family",
    "FormTemplate",
    "Ground",
    "Person",
    "Received",
    "SharedSession",
    "SharingAgreement",
    "SharingReview",
    "SharingState",
    "Step",
    "StepKind",
    "Team",
    "Trail",
    "Transfer",
    "TransferState",
    "TransferWord",
    "Voice",
    "Word",
    "case_of",
    "template_id",
]
