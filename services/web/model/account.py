"""Who may sign in, and who is signed in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHeld:
    """A role in a clinic; `*` is the whole network."""

    clinic: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`id` is the digest of the sign-in name, which itself is not kept. `secret` is an argon2id hash."""

    id: str
    person: str
    network: str
    kind: str
    roles: tuple[RoleHeld, ...]
    secret: str
    active: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """When wrong passwords came lately, oldest first, never empty once stored. The id names digests alone."""

    id: str
    failed_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a proven pointer opened: one item of one child for one person, nothing beside it."""

    child: str
    disclosure: str
    item_service: str
    item: str
    disclosure_class: str
    way: str = "message"  # how they proved who they are; stands in the view log


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSession:
    """`id` is the digest of the random value in the cookie. With `proof` it opens that item alone.

    Roles are read from the account at each request, so that a lost role is lost at once.
    """

    id: str
    person: str
    network: str
    kind: str
    account: str | None
    proof: Proof | None
    started_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None
