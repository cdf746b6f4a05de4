"""Who may sign in, and who is signed in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Awaits(StrEnum):
    """What stands between a right password and being signed in."""

    FACTOR = "factor"  # one that they have set up
    ENROLMENT = "enrolment"  # they have none yet, and none comes in without


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHeld:
    """A role in a clinic; `*` is the whole network."""

    clinic: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`id` is the digest of the sign-in name, which itself is not kept. `secret` is an argon2id hash.

    Without one, sign-in is by an OpenID provider alone; `subject` is the digest of whom it has sent first under this
    name.
    """

    id: str
    person: str
    network: str
    kind: str
    roles: tuple[RoleHeld, ...]
    secret: str | None
    active: bool
    changed_at: datetime
    subject: str | None = None


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

    Roles are read from the account at each request, so that a lost role is lost at once. While it `awaits` something,
    nobody is signed in by it.
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
    awaits: Awaits | None = None
