"""What child, guardians and therapist agree to share with whom: a matrix of topics and recipients, and their words.

The agreement is paper. What the rules read are the consents, assents and boundaries that are made of it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import DisclosureClass

AGREEABLE = frozenset(
    {
        DisclosureClass.FACT_OF_TREATMENT,
        DisclosureClass.ATTENDANCE_BILLING,
        DisclosureClass.GOALS_PROGRESS,
        DisclosureClass.HOME_PRACTICE,
        DisclosureClass.SESSION_DETAIL,
    }
)
"""Safety, reports, contact data and third parties are the law's; a psychotherapy note is nobody's to agree on."""


class Voice(StrEnum):
    """Whose word it is."""

    CHILD = "child"
    GUARDIAN = "guardian"
    THERAPIST = "therapist"


class SharingState(StrEnum):
    """Where an agreement stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One topic, one recipient: shared or kept."""

    topic: DisclosureClass
    recipient: str
    share: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What one party said. The child's is heard in a session, a guardian's is on a document."""

    voice: Voice
    person: str
    agrees: bool
    captured_by: str
    at: datetime
    session: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingAgreement:
    """One version. `guardians`: whose word is needed; `facts`: ids of what the rules read of it."""

    id: str
    child: str
    network: str
    number: int
    state: SharingState
    cells: tuple[Cell, ...]
    guardians: tuple[str, ...]
    child_speaks: bool
    proposed_by: str
    proposed_at: datetime
    until: datetime | None
    words: tuple[Word, ...] = ()
    agreed_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    reason: str | None = None
    superseded_by: str | None = None
    facts: tuple[str, ...] = ()

    @property
    def parties(self) -> frozenset[tuple[Voice, str | None]]:
        """Whose yes is needed; any therapist of the care team speaks for the team."""
        child = {(Voice.CHILD, CHILD_PARTY)} if self.child_speaks else set()
        return frozenset({*child, *((Voice.GUARDIAN, person) for person in self.guardians), (Voice.THERAPIST, None)})

    @property
    def heard(self) -> frozenset[tuple[Voice, str | None]]:
        """Who has said yes."""
        said = (word for word in self.words if word.agrees)
        return frozenset((word.voice, None if word.voice is Voice.THERAPIST else word.person) for word in said)

    @property
    def complete(self) -> bool:
        """Everybody whose word is needed has said yes."""
        return self.parties <= self.heard


CHILD_PARTY = "child"
