"""The duty to report to an authority: opened with the concern, kept from everybody who need not know that it exists."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import ConcernKind
from kernel.kind import Sealed

REPORTABLE = frozenset(
    {ConcernKind.ABUSE_PHYSICAL, ConcernKind.ABUSE_SEXUAL, ConcernKind.ABUSE_EMOTIONAL, ConcernKind.NEGLECT}
)  # what statutes on mandated reporters name; which deadline binds is the jurisdiction's and consent's duty to say
WORDS_CHARACTERS_MAX = 4_000


class ReportState(StrEnum):
    """Open until a person says that it was made, or why the law asks for none."""

    OPEN = "open"
    FILED = "filed"
    NOT_REQUIRED = "not-required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Who settled it, when, and in what words; the authority's reference is among them."""

    words: Sealed
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One for each reportable concern. `about` never find it, staff or not."""

    id: str
    child: str
    clinic: str
    concern: str
    about: tuple[str, ...]
    state: ReportState
    opened_at: datetime
    outcome: Outcome | None


def report_id(concern: str) -> str:
    """The same concern is the same duty."""
    return f"report:{concern}"
