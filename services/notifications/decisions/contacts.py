"""Addresses: normalised, so that two spellings of one mailbox or telephone are one."""

import re
from dataclasses import dataclass

import phonenumbers

from contracts.codes import Channel
from kernel.errors import Invalid

LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?=.{{4,190}}$)(?:{LABEL}\.)+[A-Za-z0-9-]{{2,63}}")
PHONE = re.compile(r"\+[0-9 ().-]{7,25}")  # with its country; what it means is the library's to say
DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
"""Mail domains in whose mailboxes a dot means nothing. Elsewhere it tells two people apart."""
KNOWN_DOMAINS = frozenset({
    "aol.com", "gmail.com", "gmx.com", "gmx.net", "googlemail.com", "hotmail.com", "icloud.com", "live.com", "mail.com",
    "me.com", "msn.com", "outlook.com", "proton.me", "protonmail.com", "yahoo.com", "ymail.com", "zoho.com",
})  # fmt: skip
LOOK_ALIKES = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"))
"""Letters that the eye takes for others. A domain that only looks like a well-known one is nobody's typing error."""


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
    domain = domain.lower()
    if domain not in KNOWN_DOMAINS and _skeleton(domain) in SKELETONS:
        raise Invalid("address", {"address": ["look-alike-domain"]})
    return Address(text=f"{local}@{domain}", same_as=_mailbox(local.lower(), domain))


def _mailbox(local: str, domain: str) -> str:
    box = local.partition("+")[0] or local  # a+b@ and a@ lie in one mailbox
    if domain in DOTLESS:
        box, domain = box.replace(".", ""), DOTLESS[domain]
    return f"{box}@{domain}"


def _skeleton(domain: str) -> str:
    """Equal for what looks equal."""
    for seen, meant in LOOK_ALIKES:
        domain = domain.replace(seen, meant)
    return domain


SKELETONS = frozenset(_skeleton(domain) for domain in KNOWN_DOMAINS)


def _phone(text: str) -> Address:
    """E.164, with the country in front: a number without it is another one in the next country."""
    if PHONE.fullmatch(text) is None:
        raise Invalid("address", {"address": ["telephone"]})
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException as error:
        raise Invalid("address", {"address": ["telephone"]}) from error
    if not phonenumbers.is_possible_number(number):
        raise Invalid("address", {"address": ["telephone"]})
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Address(text=written, same_as=written)
