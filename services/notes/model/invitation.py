"""A guardian asked into a session: approved by a clinician, the child heard, answered by the guardian."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import InvitationPurpose
from kernel.kind import Sealed

WORDS_CHARACTERS_MAX = 4_000
OPEN_MAX = 40  # invitations of one session: every adult, and those who were asked again


class InvitationState(StrEnum):
    """Proposed by anybody who books; sent by a clinician's approval; the guardian's answer; or void."""

    PROPOSED = "proposed"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ChildSays(StrEnum):
    """What the child says to it, as the clinician recorded it."""

    WILLING = "willing"
    OBJECTS = "objects"
    NOT_ASKED = "not-asked"


GUIDES: dict[InvitationPurpose, tuple[str, ...]] = {
    InvitationPurpose.MODEL: (
        "The therapist shows a skill and you try it out together.",
        "Nothing has to go well the first time; trying is enough.",
        "Ask whenever you would like to see something again.",
    ),
    InvitationPurpose.OBSERVE: (
        "You sit a little apart and watch how your child plays.",
        "Please leave the lead to your child, and questions for afterwards.",
        "What surprised you is worth telling the therapist.",
    ),
    InvitationPurpose.CO_REGULATE: (
        "You are there to be calm together with your child.",
        "Sit close, speak little, breathe slowly; the therapist tells you when.",
        "If it becomes much for you, say so: a break is part of it.",
    ),
}
"""What a guardian reads before they come: one guide for each purpose, without a word about the child."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Which clinician, when, what the child said; `despite` says why it is right where the child objects."""

    by: str
    at: datetime
    child_says: ChildSays
    despite: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One guardian, one session, one purpose. Nobody is told of it before it is approved."""

    id: str
    child: str
    clinic: str
    session: str
    person: str
    purpose: InvitationPurpose
    state: InvitationState
    proposed_by: str
    proposed_at: datetime
    approval: Approval | None = None
    answered_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Neither declined nor withdrawn."""
        return self.state not in (InvitationState.DECLINED, InvitationState.WITHDRAWN)

    @property
    def told(self) -> bool:
        """The guardian may have heard of it."""
        return self.approval is not None and self.state is not InvitationState.WITHDRAWN
