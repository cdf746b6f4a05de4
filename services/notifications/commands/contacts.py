"""Ways to people: what staff enter, and what their owners do about their own."""

from dataclasses import dataclass

from contracts.codes import Channel
from kernel.command import OfPerson
from services.notifications.model import SafeHours


@dataclass(frozen=True, slots=True, kw_only=True)
class AddContactPoint(OfPerson):
    """A member of staff enters a person's address. `replaces`: the point that it takes over from."""

    channel: Channel
    address: str
    verified: bool
    safe_hours: SafeHours | None
    no_voicemail: bool
    calls_only: bool = False
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeContactPoint(OfPerson):
    """A member of staff restricts a point, lifts that, verifies it in person or retires it."""

    contact_point: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimContactPoint(OfPerson):
    """Its owner enters one, on their own page."""

    channel: Channel
    address: str
    replaces: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendCheck(OfPerson):
    """A code to it. `live`: the channels that have a provider."""

    contact_point: str
    live: tuple[Channel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveContactPoint(OfPerson):
    """The code as typed, as its keyed digest."""

    contact_point: str
    code_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveContactPoint(OfPerson):
    """Its owner wants it gone."""

    contact_point: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleContactPoint(OfPerson):
    """Something of it is over: the sweeper's."""

    contact_point: str
