"""What staff enter about ways to people."""

from dataclasses import dataclass

from contracts.codes import Channel
from kernel.command import OfPerson
from services.notifications.model import SafeHours


@dataclass(frozen=True, slots=True, kw_only=True)
class AddContactPoint(OfPerson):
    """A member of staff enters a person's address."""

    channel: Channel
    address: str
    verified: bool
    safe_hours: SafeHours | None
    no_voicemail: bool
