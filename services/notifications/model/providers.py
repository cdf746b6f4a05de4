"""How each provider has behaved lately."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import Channel


class BreakerState(StrEnum):
    """Whether a provider is asked: always, not before a pause is over, or once to see whether it is back."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A breaker changed, and why."""

    at: datetime
    state: BreakerState
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """Of one provider; `id` is its name in the settings. `history` is oldest first and bounded."""

    id: str
    channel: Channel
    state: BreakerState = BreakerState.CLOSED
    failures: int = 0  # one after another, while closed
    openings: int = 0  # without an answer in between: each pause is longer than the one before
    probe_at: datetime | None = None  # when it may be asked again
    history: tuple[Turned, ...] = ()
