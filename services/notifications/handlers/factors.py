"""What a guardian, proven by a link and a second factor, sets up for themselves."""

from kernel.auth import factors, passkeys
from kernel.auth.authenticators import matching_step
from kernel.auth.derived import (
    REGISTRATION,
    authenticator_digest,
    authenticator_secret,
    challenges,
    recovery_codes,
    recovery_digest,
)
from kernel.auth.factors import Factors
from kernel.auth.passkeys import Place
from kernel.command import person_stream
from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.work import Work
from services.notifications.commands import (
    AddPasskey,
    ConfirmAuthenticator,
    MakeRecoveryCodes,
    OfferAuthenticator,
    RemoveFactor,
)
from services.notifications.decisions import alerts
from services.notifications.decisions.merging import merged
from services.notifications.repository import CONTACT_POINTS, FACTORS, PER_CHILD_MAX


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
    return _told(factors.confirmed(own, step, work.now), command.person, work)


def add_passkey(command: AddPasskey, work: Work) -> Decision:
    """What their device made for our challenge."""
    good = challenges(work, REGISTRATION, command.person, command.person, work.now)
    key = passkeys.registered(command.credential, Place(command.origin), good, work.now)
    return _told(factors.added(_own(command.person, work), key), command.person, work)


def make_recovery_codes(command: MakeRecoveryCodes, work: Work) -> Decision:
    """Their digests are kept, the codes are not."""
    codes = recovery_codes(work, command.person, command.request)
    digests = [recovery_digest(work, command.person, code) for code in codes]
    return _told(factors.stripped(_own(command.person, work), digests, work.now), command.person, work)


def remove_factor(command: RemoveFactor, work: Work) -> Decision:
    """One of their own."""
    return _told(factors.removed(_own(command.person, work), command.factor), command.person, work)


def _told(changed: Decision, person: str, work: Work) -> Decision:
    """Also over the address that the change did not come by: its owner may know nothing of it."""
    points = work.find(CONTACT_POINTS, {"person": person}, ("_id",), PER_CHILD_MAX)
    return merged(changed, alerts.raised(points, work.new_id, work.now))


def _own(person: str, work: Work) -> Factors:
    """Nobody sets up anything for somebody else."""
    if work.actor.person != person or work.actor.network is None:
        raise NotFound("no-such-person")
    return work.known(FACTORS, person) or Factors(id=person, network=work.actor.network)
