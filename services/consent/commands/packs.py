"""The life of a network's own packs: proposed by one person, approved by another, in force from a moment on."""

from dataclasses import dataclass
from datetime import datetime

from services.consent.rules.packs import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class OfNetwork:
    """A command about one network's rules."""

    network: str

    @property
    def stream(self) -> str:
        """The network's."""
        return f"network:{self.network}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePacks(OfNetwork):
    """These packs shall replace those of their jurisdictions."""

    packs: tuple[Pack, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovePacks(OfNetwork):
    """A second person has read the version."""

    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivatePacks(OfNetwork):
    """An approved version counts from this moment on."""

    version: str
    since: datetime
