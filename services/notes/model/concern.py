"""A worry about the child's safety, with the words that an entitled adult will read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import ChildTold, ConcernKind, Severity
from kernel.kind import Sealed

WORDING_CHARACTERS_MAX = 4_000  # read on a phone by a frightened parent; two printed pages
CLOSURE_CHARACTERS_MAX = 4_000
ABOUT_MAX = 10  # adults a single concern can be about


class ConcernState(StrEnum):
    """Open until staff say, with a reason, that it is dealt with."""

    OPEN = "open"
    CLOSED = "closed"


class ClosureReason(StrEnum):
    """Why staff consider it dealt with."""

    RESOLVED = "resolved"
    SAFETY_PLAN = "safety-plan"
    TRANSFERRED = "transferred"
    UNFOUNDED = "unfounded"
    DUPLICATE = "duplicate"
    ENTERED_IN_ERROR = "entered-in-error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Who closed it, when and why; the words are for the record."""

    reason: ClosureReason
    words: Sealed
    closed_by: str
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """`about` are the persons the harm is said to come from: they never see that it exists.

    `note` is the note it was signed with, None when it was raised without one.
    """

    id: str
    child: str
    clinic: str
    note: str | None
    kind: ConcernKind
    severity: Severity
    about: tuple[str, ...]
    child_told: ChildTold
    wording: Sealed
    state: ConcernState
    raised_by: str
    raised_at: datetime
    closure: Closure | None
