"""The three voices of the alliance: the child, a guardian, the therapist."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Voice(StrEnum):
    """Whose rating it is. The three are three series: they are never averaged."""

    CHILD = "child"
    GUARDIAN = "guardian"
    THERAPIST = "therapist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One voice's yes to one wording. `person` said it; for a child whoever heard it in the session entered it."""

    voice: Voice
    person: str
    at: datetime


def heard(voices: tuple[Voice, ...], agreements: tuple[Agreement, ...]) -> bool:
    """Every voice that is needed has said yes. One guardian speaks for the guardians' voice."""
    return set(voices) <= {agreement.voice for agreement in agreements}
