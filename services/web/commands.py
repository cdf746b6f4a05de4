"""What can be asked of the browser side itself. Passwords never travel in a command: their hash or the verdict does."""

from dataclasses import dataclass

from kernel.auth.own_factors import AddPasskey, ConfirmAuthenticator
from kernel.command import OfPerson
from services.web.model.account import Proof, RoleHeld

NOBODY = "nobody"
"""In whose stream the tries under unknown names lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAccount(OfPerson):
    """Let somebody sign in, or set their roles and password anew. `secret` is an argon2id hash; None: by provider."""

    account: str
    network: str
    kind: str
    roles: tuple[RoleHeld, ...]
    secret: str | None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn(OfPerson):
    """Somebody typed a password under this name, right or wrong; `person` is NOBODY when the name is nobody's.

    `address` is the digest of where it came from, `browser` that of the new cookie. `must_prove`: nobody comes in by a
    password alone.
    """

    account: str
    address: str
    is_right: bool
    browser: str
    must_prove: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInByProvider(OfPerson):
    """An OpenID provider says who it is: `subject` is the digest of its name for them, which never changes.

    `is_multi_factor`: the provider has seen two factors, so that we ask for no second one.
    """

    account: str
    network: str
    subject: str
    browser: str
    must_prove: bool
    is_multi_factor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveFactor(OfPerson):
    """The second factor after a password. `way`: app, recovery-code (both by digest) or passkey (by what it signed)."""

    browser: str
    next_browser: str
    address: str
    way: str
    code_digest: str = ""
    credential: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpApp(ConfirmAuthenticator):
    """The first code of an app of theirs, typed in this browser."""

    browser: str
    next_browser: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpPasskey(AddPasskey):
    """A passkey made in this browser."""

    browser: str
    next_browser: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePassword(OfPerson):
    """By its owner. `secret` is an argon2id hash."""

    account: str
    browser: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetFactors(OfPerson):
    """Nothing that they had set up counts any more, and they are signed out everywhere."""


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
    """Sign somebody out everywhere, but from the browser `but`."""

    but: str = ""
