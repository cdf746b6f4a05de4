"""How each provider of messages has behaved: its breaker with reasons and history, as the store has it."""

from dataclasses import dataclass

from deploy.operator.stations import Stations
from kernel.clock import to_text
from services.notifications.model import Breaker
from services.notifications.providers.listed import Listed, listed
from services.notifications.repository import BREAKERS

SERVICE = "notifications"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One change of a breaker."""

    at: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderState:
    """One provider of the settings, in the order in which it is asked."""

    name: str
    channel: str
    kind: str
    state: str
    failures: int
    asked_again_at: str | None
    history: tuple[Turn, ...]


def provider_states(stations: Stations) -> list[ProviderState]:
    """Every provider of the settings; one that was never in trouble is closed and has no history."""
    station = stations[SERVICE]
    found = listed(station.settings)
    stored = station.store.get_many(BREAKERS.collection, sorted(provider.name for provider in found))
    return [_state(one, BREAKERS.from_document(stored[one.name]) if one.name in stored else None) for one in found]


def _state(provider: Listed, known: Breaker | None) -> ProviderState:
    breaker = known or Breaker(id=provider.name, channel=provider.channel)
    return ProviderState(
        name=provider.name,
        channel=provider.channel.value,
        kind=provider.kind,
        state=breaker.state.value,
        failures=breaker.failures,
        asked_again_at=to_text(breaker.probe_at) if breaker.probe_at is not None else None,
        history=tuple(
            Turn(at=to_text(turned.at), state=turned.state.value, reason=turned.reason) for turned in breaker.history
        ),
    )
