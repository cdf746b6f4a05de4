"""What the sender learned of a provider."""

from dataclasses import dataclass

from contracts.codes import Channel
from services.notifications.model import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class OfProvider:
    """A command about one provider, by its name in the settings."""

    provider: str
    channel: Channel

    @property
    def stream(self) -> str:
        """The provider's."""
        return f"provider:{self.provider}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeProvider(OfProvider):
    """A sender would like to see whether it is back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTrouble(OfProvider):
    """It was in trouble, or is not any more."""

    receipt: Receipt
    slow: bool
