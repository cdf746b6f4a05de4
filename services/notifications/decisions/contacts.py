"""Addresses: normalised, of exactly one person, verified before anything relies on them."""

import re
from dataclasses import dataclass
from datetime import datetime

from contracts.codes import Channel
from kernel.decision import Decision
from kernel.errors import Invalid
from kernel.kind import Sealed
from services.notifications.decisions.hours import checked
from services.notifications.decisions.limits import CONTACT_POINTS_MAX
from services.notifications.model import ContactPoint, SafeHours

LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?=.{{4,190}}$)(?:{LABEL}\.)+[A-Za-z0-9-]{{2,63}}")
PHONE = re.compile(r"\+[1-9][0-9]{6,14}")  # E.164


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """`text` is where messages go; `same_as` is equal for all spellings of one mailbox or telephone."""

    text: str
    same_as: str


def normalised(channel: Channel, typed: str) -> Address:
    """Invalid naming `address` for anything that is not plainly one address. ASCII only: look-alikes are refused."""
    if channel is Channel.EMAIL:
        return _email(typed.strip(" "))
    if channel in (Channel.SMS, Channel.VOICE):
        return _phone(typed)
    raise Invalid("channel-without-address", {"channel": ["no-address"]})


def _email(text: str) -> Address:
    # Line ends survive `$`: fullmatch leaves no room for a second header.
    if EMAIL.fullmatch(text) is None or text.startswith(".") or ".." in text or ".@" in text:
        raise Invalid("address", {"address": ["email"]})
    local, _, domain = text.rpartition("@")
    if any(label.startswith("xn--") for label in domain.lower().split(".")):
        raise Invalid("address", {"address": ["international-domain"]})
    mailbox = local.partition("+")[0] or local  # a+b@ and a@ lie in one mailbox
    return Address(text=f"{local}@{domain.lower()}", same_as=f"{mailbox}@{domain}".lower())


def _phone(text: str) -> Address:
    number = re.sub(r"[ ().-]", "", text)
    if PHONE.fullmatch(number) is None:
        raise Invalid("address", {"address": ["telephone"]})
    return Address(text=number, same_as=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPoint:
    """A contact point as asked for, its address sealed."""

    person: str
    network: str
    channel: Channel
    address: Sealed
    address_digest: str
    verified: bool
    safe_hours: SafeHours | None
    no_voicemail: bool


def added(new: NewPoint, same: ContactPoint | None, own: list[ContactPoint], id: str, now: datetime) -> Decision:
    """A new point, or a known one of the same person as it now is. Another person's address is refused."""
    if same is not None and same.person != new.person:
        raise Invalid("address-of-another", {"address": ["taken"]})
    if same is None and len(own) >= CONTACT_POINTS_MAX:
        raise Invalid("too-many-contact-points", {"address": ["too-many"]})
    point = ContactPoint(
        id=same.id if same is not None else id,
        person=new.person,
        network=new.network,
        channel=new.channel,
        address=new.address,
        address_digest=new.address_digest,
        verified=new.verified,
        usable=True,
        reason=None,
        safe_hours=checked(new.safe_hours),
        no_voicemail=new.no_voicemail,
        changed_at=now,
    )
    return Decision(
        changes=(point,),
        reply={"contact_point": point.id, "channel": point.channel.value, "verified": point.verified},
        facts={"contact_point": point.id},
    )
