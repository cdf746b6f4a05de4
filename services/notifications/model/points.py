"""A way to one person, and everything that ever became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import Channel
from kernel.kind import Sealed
from services.notifications.model.contacts import SafeHours


class PointState(StrEnum):
    """Where a contact point is in its life. Messages go to the verified and to those that cool off."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    COOLING_OFF = "cooling-off"  # theirs, but new: safety goes the old way as well
    RESTRICTED = "restricted"  # somebody else may read it: nothing goes there
    UNUSABLE = "unusable"  # nothing arrives there
    RETIRED = "retired"


SERVING = frozenset({PointState.VERIFIED, PointState.COOLING_OFF})


@dataclass(frozen=True, slots=True, kw_only=True)
class PointStep:
    """One change of its state. `by`: a person, None for what happened by itself."""

    at: datetime
    state: PointState
    reason: str
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointCheck:
    """A code on its way to the point. `code_digest`: keyed, bound to point and person."""

    code_digest: str
    expires: datetime
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """An address of exactly one person. `address_digest` is keyed: it tells equal addresses, nothing else.

    A point that its owner entered claims its address only when they have shown that it is theirs: `claim` is the digest
    until then, so that nobody can take an address away from somebody else, or learn whose it is, by typing it.
    """

    id: str
    person: str
    network: str
    channel: Channel
    address: Sealed  # under person:<id>
    address_digest: str
    verified: bool
    usable: bool
    reason: str | None  # why it is not usable
    safe_hours: SafeHours | None
    no_voicemail: bool
    changed_at: datetime
    complained_at: datetime | None = None  # they called a message unwanted: only safety goes there since
    calls_only: bool = False  # of a telephone: its owner wants to be called and neither written nor texted to
    restricted_at: datetime | None = None
    retired_at: datetime | None = None
    cools_until: datetime | None = None
    replaced_by: str | None = None  # the point after which this one goes
    replaces: str | None = None
    claim: str | None = None
    check: PointCheck | None = None
    due: datetime | None = None  # when something of it ends: a code, a cool-off, its place beside the next one
    history: tuple[PointStep, ...] = ()

    @property
    def state(self) -> PointState:
        """The gravest of what holds."""
        if self.retired_at is not None:
            return PointState.RETIRED
        if not self.usable:
            return PointState.UNUSABLE
        if self.restricted_at is not None:
            return PointState.RESTRICTED
        if not self.verified:
            return PointState.UNVERIFIED
        return PointState.VERIFIED if self.cools_until is None else PointState.COOLING_OFF

    @property
    def serves(self) -> bool:
        """Whether a message may go there."""
        return self.state in SERVING
