"""What is derived under the service's secret, so that it is stored nowhere: recovery codes, secrets, challenges.

And the digests under which typed codes are compared: each bound to what it may open.
"""

from base64 import b32encode
from datetime import datetime
from typing import Protocol

PASSKEY_SLOT_SECONDS = 300  # a challenge is good for this slot and the next: five to ten minutes, as a code
RECOVERY_CODES = 8  # on one strip of paper
RECOVERY_CHARACTERS = 10  # of 32: 50 bits, typed once in a while
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 characters; none is taken for another
GROUP = 5
SECRET_BYTES = 20  # RFC 4226 recommends 160 bits


class Digests(Protocol):
    """What Work and Reader have in common."""

    def digest(self, **parts: str) -> str:
        """Keyed hash of named parts."""
        ...


def recovery_codes(source: Digests, person: str, request: str) -> list[str]:
    """A strip of codes; the same request made twice gets the same ones."""
    return [
        _readable(source.digest(purpose="recovery strip", person=person, request=request, number=str(number)))
        for number in range(RECOVERY_CODES)
    ]


def identified_code(source: Digests, person: str, recovery: str) -> str:
    """What staff tell a person whom they know."""
    return _readable(source.digest(purpose="identified", person=person, recovery=recovery))


def recovery_digest(source: Digests, person: str, code: str) -> str:
    """Of one code as typed; bound to the person."""
    return source.digest(purpose="recovery code", person=person, code=normalised(code))


def normalised(code: str) -> str:
    """Without the spaces and dashes that people add, in capitals."""
    return "".join(character for character in code.upper() if character.isalnum())


def authenticator_digest(source: Digests, person: str, code: str) -> str:
    """Of six digits from an app; bound to the person."""
    return source.digest(purpose="authenticator code", person=person, code=code)


def authenticator_secret(source: Digests, person: str, request: str) -> str:
    """In base32, as apps read it. Nobody without the service's secret can compute it."""
    digest = bytes.fromhex(source.digest(purpose="authenticator", person=person, request=request))
    return b32encode(digest[:SECRET_BYTES]).decode()


AUTHENTICATION, REGISTRATION = "authentication", "registration"
"""What a challenge is for: none of the one is good for the other."""


def challenges(source: Digests, purpose: str, bound_to: str, person: str, now: datetime) -> list[bytes]:
    """Those good now, the present slot's first. Each is for one link or one person, and nothing is stored for it."""
    slot = int(now.timestamp()) // PASSKEY_SLOT_SECONDS
    return [
        bytes.fromhex(source.digest(purpose=f"passkey {purpose}", bound=bound_to, person=person, slot=str(number)))
        for number in (slot, slot - 1)
    ]


def user_handle(source: Digests, person: str) -> bytes:
    """Stands for the person in an authenticator: says nothing and is always the same."""
    return bytes.fromhex(source.digest(purpose="passkey handle", person=person))[:32]


def _readable(digest: str) -> str:
    value, characters = int(digest, 16), []
    for _ in range(RECOVERY_CHARACTERS):
        value, index = divmod(value, len(ALPHABET))
        characters.append(ALPHABET[index])
    code = "".join(characters)
    return f"{code[:GROUP]}-{code[GROUP:]}"
