"""Agreements of child, guardians and therapist on what is shared with whom."""

from dataclasses import dataclass
from datetime import datetime

from kernel.command import OfChild
from services.consent.model import Cell, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeSharing(OfChild):
    """A matrix is put to all parties. `guardians`: those whose word is needed."""

    cells: tuple[Cell, ...]
    guardians: tuple[str, ...]
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSharing(OfChild):
    """A party says yes or no. `person`: which guardian."""

    agreement: str
    voice: Voice
    person: str | None
    agrees: bool
    session: str | None
    document: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSharing(OfChild):
    """The agreement was looked at again with the family, and it stands."""

    agreement: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSharing(OfChild):
    """A party stands by it no more, or a proposal is taken back."""

    agreement: str
    voice: Voice
    person: str | None
    reason: str
    session: str | None
    document: str | None
