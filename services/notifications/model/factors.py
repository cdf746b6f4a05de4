"""How a person proves who they are besides a code in a message, and what became of their tries."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Way(StrEnum):
    """How somebody behind a link proves who they are. Stands in the view log."""

    MESSAGE = "message"  # a code over another channel than the link
    AUTHENTICATOR = "authenticator"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery-code"
    IDENTIFIED = "identified"  # staff knew them in person and told them a code


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
