"""What adults do: through the link with a code, then on the secure page. Consent is asked at each of them."""

from collections.abc import Callable, Mapping
from hmac import compare_digest

from kernel.command import person_stream
from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.work import Work
from services.notifications.commands import (
    AcknowledgeDisclosure,
    AnswerDisclosure,
    DisownDisclosure,
    ProveCode,
    RenewPointer,
    RequestCode,
    ViewDisclosure,
)
from services.notifications.decisions import engagement, pointers
from services.notifications.decisions.limits import (
    CODE_DIGITS,
    CODES_PER_LINK_MAX,
    MESSAGES_ASKED_MAX,
    RENEWALS_PER_LINK_MAX,
)
from services.notifications.decisions.merging import merged
from services.notifications.gateways import verdict_of
from services.notifications.handlers.threads import answer_to, on_viewed
from services.notifications.messages.links import code_digest
from services.notifications.model import ContactPoint, Disclosure, Pointer, Quota, Verdict
from services.notifications.repository import (
    CHILDREN,
    CONTACT_POINTS,
    DISCLOSURES,
    PER_CHILD_MAX,
    POINTERS,
    PROOFS,
    QUOTAS,
    TASKS,
    pointers_of,
)

Engaged = Callable[[Disclosure, str, Verdict], Decision]


def request_code(command: RequestCode, work: Work) -> Decision:
    """A code over another channel, or a human who identifies the person when there is none."""
    pointer, disclosure, verdict = _behind(command.pointer, work)
    pointers.usable(pointer, work.now)
    engagement.entitled(disclosure, pointer.person, verdict, work.now)
    ways = pointers.second_ways(pointer, _points(pointer, work), command.live)
    if not ways:
        known = work.find(TASKS, {"disclosure": disclosure.id}, (), PER_CHILD_MAX)
        return pointers.identify_in_person(pointer, disclosure, known, work.new_id, work.now)
    code = work.digits(CODE_DIGITS)
    sealed = work.seal(person_stream(pointer.person), code)
    digest = code_digest(work, pointer, code)
    quotas = _quotas({f"code:{pointer.id}": CODES_PER_LINK_MAX}, pointer, ways[0], work)
    # Loaded so that the code before this one is replaced under its version.
    work.known(PROOFS, pointer.id)
    return pointers.code_sent(pointer, disclosure, ways[0], quotas, digest, sealed, work.new_id(), work.now)


def prove_code(command: ProveCode, work: Work) -> Decision:
    """The code against its digest, in constant time."""
    pointer, disclosure, verdict = _behind(command.pointer, work)
    proof = work.known(PROOFS, pointer.id)
    matches = proof is not None and compare_digest(proof.code_digest, command.code_digest)
    return pointers.proved(pointer, proof, disclosure, verdict, matches, work.now)


def renew_pointer(command: RenewPointer, work: Work) -> Decision:
    """A fresh link to the same person over the same channel."""
    pointer, disclosure, verdict = _behind(command.pointer, work)
    point = work.load(CONTACT_POINTS, pointer.contact_point)
    quotas = _quotas({f"renewal:{pointer.id}": RENEWALS_PER_LINK_MAX}, pointer, point, work)
    points = _points(pointer, work)
    return pointers.renewed(pointer, disclosure, verdict, points, quotas, work.new_id, work.now)


def view_disclosure(command: ViewDisclosure, work: Work) -> Decision:
    """Opened."""

    def viewed(item: Disclosure, person: str, verdict: Verdict) -> Decision:
        return merged(on_viewed(item, work), engagement.viewed(item, person, verdict, work.now))

    return _engaged(command.disclosure, work, viewed)


def acknowledge_disclosure(command: AcknowledgeDisclosure, work: Work) -> Decision:
    """Read and taken on."""
    return _engaged(
        command.disclosure, work, lambda item, person, verdict: engagement.acknowledged(item, person, verdict, work.now)
    )


def answer_disclosure(command: AnswerDisclosure, work: Work) -> Decision:
    """Words for the team: the first message of a conversation about it, or the next one."""

    def replied(item: Disclosure, person: str, verdict: Verdict) -> Decision:
        engaged = engagement.replied(item, person, verdict, work.now)
        return merged(answer_to(item, command.words, work), engaged)

    return _engaged(command.disclosure, work, replied)


def disown_disclosure(command: DisownDisclosure, work: Work) -> Decision:
    """"Not my child"."""

    def disowned(item: Disclosure, person: str, verdict: Verdict) -> Decision:
        return engagement.disowned(item, pointers_of(work, item.id), person, verdict, work.new_id, work.now)

    return _engaged(command.disclosure, work, disowned)


def _engaged(id: str, work: Work, act: Engaged) -> Decision:
    disclosure = work.known(DISCLOSURES, id)
    if disclosure is None or disclosure.child != work.message.stream or disclosure.network != work.actor.network:
        raise NotFound("no-such-disclosure")
    person = work.actor.person
    if disclosure.adult(person) is None:
        raise NotFound("no-such-disclosure")
    basis = _basis(disclosure.child, work)
    verdict = verdict_of(work.call, disclosure.child, disclosure.id, person, basis)
    return act(disclosure, person, verdict)


def _behind(id: str, work: Work) -> tuple[Pointer, Disclosure, Verdict]:
    pointer = work.load(POINTERS, id)
    disclosure = work.load(DISCLOSURES, pointer.disclosure)
    basis = _basis(pointer.child, work)
    return pointer, disclosure, verdict_of(work.call, pointer.child, disclosure.id, pointer.person, basis)


def _basis(child: str, work: Work) -> int:
    known = work.known(CHILDREN, child)
    return 0 if known is None else known.basis


def _points(pointer: Pointer, work: Work) -> list[ContactPoint]:
    return work.find(CONTACT_POINTS, {"person": pointer.person}, ("_id",), PER_CHILD_MAX)


def _quotas(
    of_link: Mapping[str, int], pointer: Pointer, point: ContactPoint, work: Work
) -> list[pointers.Limited]:
    """The link's own limit lies below the person's: whoever holds one link cannot use up what the others need."""
    shared = (person_stream(pointer.person), f"address:{point.address_digest}")
    limits = {**of_link, **dict.fromkeys(shared, MESSAGES_ASKED_MAX)}
    return [(work.known(QUOTAS, id) or Quota(id=id, asked_at=()), most) for id, most in limits.items()]
