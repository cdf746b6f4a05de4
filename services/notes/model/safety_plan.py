"""A child's safety plan: six steps in order (Stanley & Brown 2012), in the child's words, each shared on its own."""

from dataclasses import dataclass
from datetime import datetime

from kernel.kind import Sealed
from services.notes.model.note import Visibility

STEPS = (
    "warning-signs",
    "what-i-can-do-myself",
    "people-and-places-that-distract",
    "people-i-can-ask",
    "professionals-to-call",
    "making-it-safe-around-me",
)
STEP_CHARACTERS_MAX = 4_000
REVISIONS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """`persons` are guardians by name, as in a section of a note."""

    step: str
    text: Sealed
    blank: bool
    visibility: Visibility
    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyPlan:
    """One revision; the newest is the plan, those before it stay as they were."""

    id: str
    child: str
    clinic: str
    revision: int
    steps: tuple[PlanStep, ...]
    written_by: str
    written_at: datetime


def plan_id(child: str, clinic: str, revision: int) -> str:
    """One document a revision."""
    return f"{child}:{clinic}:{revision}"
