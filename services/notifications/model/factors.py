"""How a person proves who they are besides a code in a message, and what became of their tries."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.kind import Sealed


class Way(StrEnum):
    """How somebody behind a link proves who they are. Stands in the view log."""

    MESSAGE = "message"  # a code over another channel than the link
    AUTHENTICATOR = "authenticator"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery-code"
    IDENTIFIED = "identified"  # staff knew them in person and told them a code


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticator:
    """An app that computes codes (RFC 6238). `last_step`: of the newest code taken; none at or before it is."""

    secret: Sealed  # base32, under person:<id>
    confirmed_at: datetime
    last_step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """A public key of the person's device. `id` and `public_key` in base64url; `count` only ever rises."""

    id: str
    public_key: str
    count: int
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """What one person has set up; `id` is the person. `offered`: a secret that waits for its first code."""

    id: str
    network: str
    authenticator: Authenticator | None = None
    offered: Sealed | None = None
    passkeys: tuple[Passkey, ...] = ()
    recovery: tuple[str, ...] = ()  # keyed digests of the codes not used yet
    recovery_made_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Wrong tries of whoever holds this person's links; `id` is the person. Locked, only a human opens again."""

    id: str
    failed_at: tuple[datetime, ...] = ()
    paused_until: datetime | None = None
    locked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """Staff identified this person; `id` is that task. Its code is derived and never stored, and good once."""

    id: str
    person: str
    expires: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One opening of one item by one adult. Nobody else's views are ever told with it, except to staff."""

    id: str
    child: str
    disclosure: str
    person: str
    at: datetime
    way: Way
    client: str  # coarse: phone, tablet, computer or other
