"""One informant's answers to one version of an instrument."""

from dataclasses import dataclass
from datetime import datetime

from kernel.kind import Sealed
from services.goals.model.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtotal:
    """The sum of one subscale; None when a part of it is unanswered."""

    code: str
    value: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """`values` is the sealed JSON list of the answers in the order of the instrument's parts, null for none.

    `informant` is the guardian or practitioner who answered; None for the child, whom a clinician heard. A series is
    one voice's, one informant's: nobody is ever averaged with anybody. `total` is None when too much is unanswered.
    """

    id: str
    child: str
    clinic: str
    instrument: str
    version: int
    goal: str | None
    voice: Voice
    informant: str | None
    values: Sealed
    total: int | None
    subtotals: tuple[Subtotal, ...]
    answered: int
    recorded_by: str
    recorded_at: datetime
