"""What somebody with a link does: asks for a code, proves who they are, asks for a fresh link. Consent is asked."""

from collections.abc import Callable, Mapping
from hmac import compare_digest

from kernel.auth import passkeys
from kernel.auth.authenticators import CODE_DIGITS, matching_step
from kernel.auth.derived import (
    AUTHENTICATION,
    authenticator_digest,
    challenges,
    identified_code,
    recovery_digest,
)
from kernel.auth.passkeys import Place
from kernel.command import person_stream
from kernel.decision import Decision
from kernel.work import Work
from services.notifications.commands import ProveCode, ProvePasskey, RenewPointer, RequestCode
from services.notifications.decisions import pointers, proofs, tallies, tasks
from services.notifications.decisions.limits import (
    CODES_PER_LINK_MAX,
    MESSAGES_ASKED_MAX,
    RENEWALS_PER_LINK_MAX,
)
from services.notifications.decisions.merging import merged
from services.notifications.decisions.proofs import Behind, Tried
from services.notifications.gateways import verdict_now
from services.notifications.messages.links import code_digest
from services.notifications.model import ContactPoint, Pointer, Quota, Recovery, Tally, Way
from services.notifications.repository import (
    CHILDREN,
    CONTACT_POINTS,
    DISCLOSURES,
    FACTORS,
    PER_CHILD_MAX,
    POINTERS,
    PROOFS,
    QUOTAS,
    TALLIES,
    TASKS,
    open_recoveries,
)


def request_code(command: RequestCode, work: Work) -> Decision:
    """A code over another channel, or a human who identifies the person when there is none."""
    behind = _behind(command.pointer, work)
    proofs.admitted(behind, work.now)
    tallies.admitted(behind.tally, work.now)
    pointer = behind.pointer
    ways = pointers.second_ways(pointer, _points(pointer, work), command.live)
    if not ways:
        nowhere = Decision(reply={"contact_point": None, "expires_at": None})
        return merged(proofs.asked_to_identify(behind, tasks.IDENTIFY, work.new_id, work.now), nowhere)
    # Loaded so that the code before this one is replaced under its version.
    underway = pointers.on_its_way(work.known(PROOFS, pointer.id), work.now)
    if underway is not None:
        return underway
    code = work.digits(CODE_DIGITS)
    sealed = work.seal(person_stream(pointer.person), code)
    digest = code_digest(work, pointer, code)
    quotas = _quotas({f"code:{pointer.id}": CODES_PER_LINK_MAX}, pointer, ways[0], work)
    return pointers.code_sent(pointer, behind.disclosure, ways[0], quotas, digest, sealed, work.new_id(), work.now)


def prove_code(command: ProveCode, work: Work) -> Decision:
    """A typed code against what it may be, in constant time."""
    behind = _behind(command.pointer, work)
    proofs.admitted(behind, work.now)
    tried = TRIED[command.way](behind.pointer, command.code_digest, work)
    return proofs.decided(behind, tried, work.new_id, work.now)


def prove_passkey(command: ProvePasskey, work: Work) -> Decision:
    """A device of the person whose link it is answered the challenge of this link."""
    behind = _behind(command.pointer, work)
    proofs.admitted(behind, work.now)
    person, place = behind.pointer.person, Place(command.origin)
    factors = work.known(FACTORS, person)
    good = challenges(work, AUTHENTICATION, command.pointer, person, work.now)
    shown = passkeys.shown(command.credential, factors.passkeys if factors else (), place, good)
    return proofs.decided(behind, proofs.passkey_tried(factors, shown), work.new_id, work.now)


def renew_pointer(command: RenewPointer, work: Work) -> Decision:
    """A fresh link to the same person over the same channel."""
    behind = _behind(command.pointer, work)
    pointer = behind.pointer
    point = work.load(CONTACT_POINTS, pointer.contact_point)
    quotas = _quotas({f"renewal:{pointer.id}": RENEWALS_PER_LINK_MAX}, pointer, point, work)
    points = _points(pointer, work)
    return pointers.renewed(pointer, behind.disclosure, behind.verdict, points, quotas, work.new_id, work.now)


def _sent_code(pointer: Pointer, digest: str, work: Work) -> Tried:
    proof = work.known(PROOFS, pointer.id)
    return proofs.code_tried(proof, lambda sent: compare_digest(sent.code_digest, digest), work.now)


def _app_code(pointer: Pointer, digest: str, work: Work) -> Tried:
    factors = work.known(FACTORS, pointer.person)
    app = None if factors is None else factors.authenticator
    if app is None:
        return proofs.app_tried(factors, None)
    secret = work.open(person_stream(pointer.person), app.secret)
    of = lambda code: authenticator_digest(work, pointer.person, code)  # noqa: E731
    return proofs.app_tried(factors, matching_step(secret, digest, of, app.last_step, work.now))


def _recovery_code(pointer: Pointer, digest: str, work: Work) -> Tried:
    recovery = _identified(pointer.person, digest, work)
    if recovery is not None:
        return proofs.identified(recovery, work.now)
    factors = work.known(FACTORS, pointer.person)
    strip = () if factors is None else factors.recovery
    fits = [index for index, known in enumerate(strip) if compare_digest(known, digest)]
    return proofs.recovery_tried(factors, fits[0] if fits else None)


TRIED: Mapping[Way, Callable[[Pointer, str, Work], Tried]] = {
    Way.MESSAGE: _sent_code,
    Way.AUTHENTICATOR: _app_code,
    Way.RECOVERY_CODE: _recovery_code,
}


def _identified(person: str, digest: str, work: Work) -> Recovery | None:
    """What staff made for this person, if this is its code and its time is not over."""
    fits = [
        recovery
        for recovery in open_recoveries(work, person)
        if compare_digest(recovery_digest(work, person, identified_code(work, person, recovery.id)), digest)
    ]
    return next((recovery for recovery in fits if work.now < recovery.expires), None)


def _behind(id: str, work: Work) -> Behind:
    pointer = work.load(POINTERS, id)
    disclosure = work.load(DISCLOSURES, pointer.disclosure)
    child = work.known(CHILDREN, pointer.child)
    return Behind(
        pointer=pointer,
        disclosure=disclosure,
        verdict=verdict_now(work.call, child, (pointer.child, disclosure.id), pointer.person),
        tally=work.known(TALLIES, pointer.person) or Tally(id=pointer.person),
        known=work.find(TASKS, {"disclosure": disclosure.id}, (), PER_CHILD_MAX),
    )


def _points(pointer: Pointer, work: Work) -> list[ContactPoint]:
    return work.find(CONTACT_POINTS, {"person": pointer.person}, ("_id",), PER_CHILD_MAX)


def _quotas(of_link: Mapping[str, int], pointer: Pointer, point: ContactPoint, work: Work) -> list[pointers.Limited]:
    """The link's own limit lies below the person's: whoever holds one link cannot use up what the others need."""
    shared = (person_stream(pointer.person), f"address:{point.address_digest}")
    limits = {**of_link, **dict.fromkeys(shared, MESSAGES_ASKED_MAX)}
    return [(work.known(QUOTAS, id) or Quota(id=id, asked_at=()), most) for id, most in limits.items()]
