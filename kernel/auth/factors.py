"""What a person sets up to prove who they are. Each change is told to them over every address they have."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kernel.auth.passkeys import Passkey
from kernel.decision import Decision
from kernel.errors import Invalid, NotFound, Stale
from kernel.kind import Sealed

PASSKEYS_MAX = 5  # a telephone, a tablet, a computer, two spare ones
AUTHENTICATOR = "authenticator"
RECOVERY_CODES = "recovery-codes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticator:
    """An app that computes codes (RFC 6238). `last_step`: of the newest code taken; none at or before it is."""

    secret: Sealed  # base32, under person:<id>
    confirmed_at: datetime
    last_step: int


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


def offered(factors: Factors, secret: Sealed) -> Decision:
    """A secret that counts for nothing before its first code. One app at a time: a second one is no second factor."""
    if factors.authenticator is not None:
        raise Stale("authenticator-there")
    return Decision(changes=(replace(factors, offered=secret),), facts={"factor": AUTHENTICATOR})


def confirmed(factors: Factors, step: int | None, now: datetime) -> Decision:
    """The app shows the right code: from now on its codes prove who its owner is."""
    if factors.offered is None:
        raise Stale("authenticator-not-offered")
    if step is None:
        raise Invalid("wrong-code", {"code": ["wrong"]})
    app = Authenticator(secret=factors.offered, confirmed_at=now, last_step=step)
    return _changed(replace(factors, authenticator=app, offered=None), AUTHENTICATOR, "added")


def added(factors: Factors, key: Passkey) -> Decision:
    """A passkey; the same one is never there twice."""
    if any(known.id == key.id for known in factors.passkeys):
        raise Invalid("passkey-there", {"credential": ["taken"]})
    if len(factors.passkeys) >= PASSKEYS_MAX:
        raise Invalid("too-many-passkeys", {"credential": ["too-many"]})
    return _changed(replace(factors, passkeys=(*factors.passkeys, key)), "passkey", "added")


def stripped(factors: Factors, digests: Sequence[str], now: datetime) -> Decision:
    """A fresh strip of recovery codes; the old ones open nothing any more."""
    return _changed(replace(factors, recovery=tuple(digests), recovery_made_at=now), RECOVERY_CODES, "added")


def removed(factors: Factors, factor: str) -> Decision:
    """Gone. A code in a message remains: nobody locks themselves out by it."""
    if factor == AUTHENTICATOR and factors.authenticator is not None:
        return _changed(replace(factors, authenticator=None), factor, "removed")
    if factor == RECOVERY_CODES and factors.recovery_made_at is not None:
        return _changed(replace(factors, recovery=(), recovery_made_at=None), factor, "removed")
    left = tuple(key for key in factors.passkeys if key.id != factor)
    if left == factors.passkeys:
        raise NotFound("no-such-factor")
    return _changed(replace(factors, passkeys=left), "passkey", "removed")


def with_code_used(factors: Factors, step: int) -> Factors:
    """The app's code of this step was shown: neither it nor an older one is taken again. There is an app."""
    if factors.authenticator is None:
        raise ValueError("nobody can show a code of an app that is not there")
    return replace(factors, authenticator=replace(factors.authenticator, last_step=step))


def with_passkey_used(factors: Factors, shown: Passkey) -> Factors:
    """Its counter moved on."""
    return replace(factors, passkeys=tuple(shown if key.id == shown.id else key for key in factors.passkeys))


def without_recovery_code(factors: Factors, index: int) -> Factors:
    """Each code on the strip is good once."""
    return replace(factors, recovery=(*factors.recovery[:index], *factors.recovery[index + 1 :]))


def _changed(factors: Factors, factor: str, change: str) -> Decision:
    return Decision(changes=(factors,), reply={"factor": factor}, facts={"factor": factor, "change": change})
