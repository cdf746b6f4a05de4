"""Anybody sets up, for themselves alone, how they prove who they are: the same orders, steps and answers everywhere.

Families do it behind a link, staff behind a password. What a service adds (who is told of a change) it adds around
these steps.
"""

from dataclasses import dataclass
from typing import Any

from kernel.auth import factors, passkeys
from kernel.auth.authenticators import address_for_apps, matching_step
from kernel.auth.derived import (
    REGISTRATION,
    authenticator_digest,
    authenticator_secret,
    challenges,
    recovery_codes,
    recovery_digest,
    user_handle,
)
from kernel.auth.factors import Factors
from kernel.auth.passkeys import Place, registration
from kernel.clock import to_text
from kernel.command import OfPerson, person_stream
from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection
from kernel.work import Work

FACTORS = Kind(Factors, Collection("factors"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAuthenticator(OfPerson):
    """A secret for their app; it counts after its first code."""

    request: str  # from which the secret is derived


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmAuthenticator(OfPerson):
    """The first code of their app, as its keyed digest."""

    code_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPasskey(OfPerson):
    """Their device made one."""

    credential: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeRecoveryCodes(OfPerson):
    """A fresh strip; the one before is worth nothing."""

    request: str  # from which the codes are derived


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveFactor(OfPerson):
    """`authenticator`, `recovery-codes`, or the id of a passkey."""

    factor: str


def offer_authenticator(command: OfferAuthenticator, work: Work) -> Decision:
    """A secret, sealed under the person's key."""
    secret = authenticator_secret(work, command.person, command.request)
    return factors.offered(_own(command.person, work), work.seal(person_stream(command.person), secret))


def confirm_authenticator(command: ConfirmAuthenticator, work: Work) -> Decision:
    """The first code."""
    own = _own(command.person, work)
    if own.offered is None:
        return factors.confirmed(own, None, work.now)
    secret = work.open(person_stream(command.person), own.offered)
    of = lambda code: authenticator_digest(work, command.person, code)  # noqa: E731
    step = matching_step(secret, command.code_digest, of, -1, work.now)
    return factors.confirmed(own, step, work.now)


def add_passkey(command: AddPasskey, work: Work) -> Decision:
    """What their device made for our challenge."""
    good = challenges(work, REGISTRATION, command.person, command.person, work.now)
    key = passkeys.registered(command.credential, Place(command.origin), good, work.now)
    return factors.added(_own(command.person, work), key)


def make_recovery_codes(command: MakeRecoveryCodes, work: Work) -> Decision:
    """Their digests are kept, the codes are not."""
    codes = recovery_codes(work, command.person, command.request)
    digests = [recovery_digest(work, command.person, code) for code in codes]
    return factors.stripped(_own(command.person, work), digests, work.now)


def remove_factor(command: RemoveFactor, work: Work) -> Decision:
    """One of their own."""
    return factors.removed(_own(command.person, work), command.factor)


def mine(reader: Reader) -> dict[str, Any]:
    """No secret, no key: what there is, since when."""
    own = _seen(reader)
    app = own.authenticator
    return {
        "authenticator": None if app is None else to_text(app.confirmed_at),
        "passkeys": [{"passkey": key.id, "added_at": to_text(key.added_at)} for key in own.passkeys],
        "recovery_codes": len(own.recovery) if own.recovery_made_at is not None else None,
        "recovery_made_at": None if own.recovery_made_at is None else to_text(own.recovery_made_at),
    }


def offered(reader: Reader, label: str) -> dict[str, str]:
    """The secret that waits for its first code, to its owner alone and not after it. `label`: what it opens."""
    own = _seen(reader)
    if own.offered is None:
        raise NotFound("no-such-factor")
    secret = reader.open(person_stream(own.id), own.offered)
    return {"secret": secret, "address": address_for_apps(secret, label)}


def new_passkey(reader: Reader, origin: str, label: str) -> dict[str, Any]:
    """What the browser needs to make one; null where passkeys cannot be kept."""
    own, place = _seen(reader), Place(origin)
    if not place.fits:
        return {"options": None}
    good = challenges(reader, REGISTRATION, own.id, own.id, reader.now)
    return {"options": registration(place, good[0], user_handle(reader, own.id), own.passkeys, label)}


def _own(person: str, work: Work) -> Factors:
    """Nobody sets up anything for somebody else."""
    if work.actor.person != person or work.actor.network is None:
        raise NotFound("no-such-person")
    return work.known(FACTORS, person) or Factors(id=person, network=work.actor.network)


def _seen(reader: Reader) -> Factors:
    person = reader.principal.person
    return reader.known(FACTORS, person) or Factors(id=person, network=reader.principal.network or "")
