"""A day's decisions held against what became of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Difference(StrEnum):
    """What is not as it must be."""

    NOT_CARRIED = "not-carried"  # consent has decided it, nothing was ever heard of it here
    NOT_DECIDED = "not-decided"  # carried, and consent knows nothing of it
    ADULT_MISSING = "adult-missing"  # permitted when it was decided, and on no record here
    NO_OUTCOME = "no-outcome"  # an entitled adult to whom neither a message nor a human is on the way
    MESSAGE_OVERDUE = "message-overdue"  # waits in the queue beyond its time
    LADDER_OVERDUE = "ladder-overdue"  # a rung is due for long
    NOBODY_ON_IT = "nobody-on-it"  # a safety disclosure without reader, ladder or task


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """One of them. `about`: who must not see that it exists."""

    difference: Difference
    child: str
    disclosure: str
    person: str | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many entitled adults have come to this outcome."""

    outcome: str
    adults: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """The report about one clinic's day, kept as it was found. `id` is `<clinic>:<day>`."""

    id: str
    clinic: str
    network: str
    day: str  # as the calendar of the clinic's zone has it
    since: datetime
    until: datetime
    made_at: datetime
    decided: int  # by consent
    carried: int  # here
    outcomes: tuple[Counted, ...]
    differing: int
    differences: tuple[Differing, ...]  # the first so many of them
