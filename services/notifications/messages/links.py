"""The link of a pointer and the digest of a code: derived under the service's secret, never stored as such."""

from hmac import compare_digest

from kernel.auth.derived import Digests
from services.notifications.model import Pointer

MAC_CHARACTERS = 32  # 128 bits: cannot be guessed, and fits a text message
TOKEN_CHARACTERS = 20  # 80 bits: a local part of an address has 64 characters for all of it
PATH = "/m/"


def mac(source: Digests, pointer: Pointer) -> str:
    """What proves that we made this link, for this person."""
    return source.digest(purpose="pointer", pointer=pointer.id, person=pointer.person)[:MAC_CHARACTERS]


def link(source: Digests, public_url: str, pointer: Pointer) -> str:
    """The address in a message; it says nothing about anybody."""
    return f"{public_url.rstrip('/')}{PATH}{pointer.id}.{mac(source, pointer)}"


def is_ours(source: Digests, pointer: Pointer, given: str) -> bool:
    """Compared in constant time."""
    return compare_digest(mac(source, pointer).encode(), given.encode())


def report_token(source: Digests, notice: str) -> str:
    """Names a notice to those who report on it: `<id>.<mac>`. Who only guesses an id cannot report on it."""
    return f"{notice}.{_report_mac(source, notice)}"


def reported_notice(source: Digests, token: str) -> str | None:
    """The notice behind a token that we made, None for any other. Mail servers may have changed the case."""
    notice, _, given = token.lower().partition(".")
    fits = compare_digest(_report_mac(source, notice).encode(), given.encode("utf-8", "replace"))
    return notice if fits else None


def _report_mac(source: Digests, notice: str) -> str:
    return source.digest(purpose="report", notice=notice)[:TOKEN_CHARACTERS]


def code_digest(source: Digests, pointer: Pointer, code: str) -> str:
    """Bound to the link and to its person: the same digits elsewhere are another digest."""
    return source.digest(purpose="code", pointer=pointer.id, person=pointer.person, code=code)


def check_digest(source: Digests, point: str, person: str, code: str) -> str:
    """Of a code to a contact point; good for that point and its person alone."""
    return source.digest(purpose="contact point", point=point, person=person, code=code)


def address_digest(source: Digests, network: str, channel: str, same_as: str) -> str:
    """Equal for one mailbox or telephone of a network. Networks never learn of each other's people."""
    return source.digest(purpose="address", network=network, channel=channel, address=same_as)
