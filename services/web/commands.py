"""What can be asked of the browser side itself. Passwords never travel in a command: their hash or the verdict does."""

from dataclasses import dataclass

from kernel.command import OfPerson
from services.web.model.account import Proof, RoleHeld

NOBODY = "nobody"
"""In whose stream the tries under unknown names lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAccount(OfPerson):
    """Let somebody sign in, or set their roles and password anew. `secret` is an argon2id hash."""

    account: str
    network: str
    kind: str
    roles: tuple[RoleHeld, ...]
    secret: str
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn(OfPerson):
    """Somebody typed a password under this name, right or wrong; `person` is NOBODY when the name is nobody's.

    `address` is the digest of where it came from, `browser` that of the new cookie.
    """

    account: str
    address: str
    is_right: bool
    browser: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem(OfPerson):
    """A pointer was proven by its second factor."""

    network: str
    proof: Proof
    browser: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTo(OfPerson):
    """Somebody proven turns to another item, which its owners just said they may know."""

    proof: Proof
    browser: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchSession(OfPerson):
    """The session is in use."""

    browser: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSession(OfPerson):
    """Sign out, or exit."""

    browser: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSessions(OfPerson):
    """Sign somebody out everywhere."""
