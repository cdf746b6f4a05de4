"""The paper trail of a fact: who brought it, on which document, who checked it, what became of it.

The rules read the fact; staff read the trail. A trail only grows, and what it speaks of is never deleted.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

STEPS_MAX = 100  # of one fact: a boundary renewed every month for eight years


class FactSort(StrEnum):
    """What sort of fact it is."""

    AUTHORITY = "authority"
    RESTRICTION = "restriction"
    DANGER = "danger"
    BOUNDARY = "boundary"
    CONSENT = "consent"
    ASSENT = "assent"
    CONFIDENTIALITY = "confidentiality"
    SHARING = "sharing-agreement"


class StepKind(StrEnum):
    """What was done with it."""

    RECORDED = "recorded"
    VERIFIED = "verified"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    REVIEWED = "reviewed"
    RENEWED = "renewed"
    REMOVAL_PROPOSED = "removal-proposed"
    REMOVAL_WITHDRAWN = "removal-withdrawn"
    REMOVAL_CONFIRMED = "removal-confirmed"
    SIGNED = "signed"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing done. `refers`: another fact, `until`: the end that the fact had had before."""

    kind: StepKind
    by: str
    at: datetime
    reason: str | None = None
    document: str | None = None
    refers: str | None = None
    until: datetime | None = None
    session: str | None = None  # in which it was said


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Of the fact with the same id. `person`: whom it speaks of, who never reads it; `review`: when to look again."""

    id: str
    child: str
    network: str
    sort: FactSort
    person: str | None
    steps: tuple[Step, ...]
    review: datetime | None = None

    @property
    def recorded_by(self) -> str | None:
        """Who brought the fact, None where it came before there were trails."""
        return next((step.by for step in self.steps if step.kind is StepKind.RECORDED), None)

    @property
    def superseded(self) -> bool:
        """Whether another fact has taken its place."""
        return any(step.kind in (StepKind.SUPERSEDED, StepKind.RENEWED) for step in self.steps)
