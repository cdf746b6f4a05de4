"""A network's own packs, from proposal to being in force."""

from dataclasses import dataclass
from datetime import datetime

from services.consent.rules.packs import Book, Pack


def version_id(network: str, version: str) -> str:
    """Two networks that propose the same packs have a version each."""
    return f"{network}.{version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackVersion:
    """Packs that replace whole jurisdictions of the shipped ones; none at all means the shipped ones alone.

    Its content never changes: `version` is its hash. A second person's approval is the only thing that is added.
    """

    id: str
    network: str
    version: str
    packs: tuple[Pack, ...]
    proposed_by: str
    proposed_at: datetime
    approved_by: str | None = None
    approved_at: datetime | None = None

    @property
    def book(self) -> Book:
        """Its packs alone, without the shipped ones."""
        return Book(self.packs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """From `since` on this version is in force, until another's moment comes."""

    version: str
    since: datetime
    activated_by: str
    activated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSchedule:
    """Which version is in force when, in one network. Activations are added, never changed or taken away."""

    id: str  # the network
    network: str
    activations: tuple[Activation, ...] = ()

    def version_at(self, at: datetime) -> str | None:
        """The version in force at a moment; None: the shipped packs alone."""
        current = self.current_at(at)
        return current.version if current is not None else None

    def current_at(self, at: datetime) -> Activation | None:
        """The activation that counts at a moment. Of two for one moment the second counts."""
        begun = [(item.since, place) for place, item in enumerate(self.activations) if item.since <= at]
        return self.activations[max(begun)[1]] if begun else None
