"""A child goes from one clinic to another, with the consent of whoever may give it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import DisclosureClass


class TransferState(StrEnum):
    """Where it stands. Until it is accepted the receiving clinic has nothing but the child's pseudonym."""

    PROPOSED = "proposed"
    CONSENTED = "consented"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferWord:
    """What a guardian, or the child (`child`), said to it, and what shows it."""

    person: str
    agrees: bool
    captured_by: str
    at: datetime
    session: str | None
    document: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """From `sender` to `receiver`. `classes`: what of the sender's record goes over; `ends_care`: the sender stops."""

    id: str
    child: str
    network: str
    sender: str
    receiver: str
    classes: tuple[DisclosureClass, ...]
    ends_care: bool
    state: TransferState
    proposed_by: str
    proposed_at: datetime
    expires_at: datetime
    words: tuple[TransferWord, ...] = ()
    closed_by: str | None = None
    closed_at: datetime | None = None
    reason: str | None = None

    @property
    def agreed(self) -> frozenset[str]:
        """Who has said yes."""
        return frozenset(word.person for word in self.words if word.agrees)
