"""What adults do on the secure page. Consent is asked at each of them."""

from collections.abc import Callable

from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.work import Work
from services.notifications.commands import (
    AcknowledgeDisclosure,
    AnswerDisclosure,
    DisownDisclosure,
    ViewDisclosure,
)
from services.notifications.decisions import engagement
from services.notifications.decisions.merging import merged
from services.notifications.gateways import verdict_now
from services.notifications.handlers.threads import answer_to, on_viewed
from services.notifications.model import Disclosure, PointerState, Verdict, View
from services.notifications.repository import CHILDREN, DISCLOSURES, PER_CHILD_MAX, POINTERS

Engaged = Callable[[Disclosure, str, Verdict], Decision]


def view_disclosure(command: ViewDisclosure, work: Work) -> Decision:
    """Opened, and each opening is kept."""

    def viewed(item: Disclosure, person: str, verdict: Verdict) -> Decision:
        view = View(
            id=work.new_id(),
            child=item.child,
            disclosure=item.id,
            person=person,
            at=work.now,
            way=command.way,
            client=command.client,
        )
        opened = engagement.viewed(item, person, verdict, work.now)
        return merged(on_viewed(item, work), opened, Decision(changes=(view,)))

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
        child = work.load(CHILDREN, item.child)
        links = work.find(POINTERS, {"child": item.child, "state": PointerState.VALID.value}, (), PER_CHILD_MAX)
        return engagement.disowned(item, child, links, person, verdict, work.new_id, work.now)

    return _engaged(command.disclosure, work, disowned)


def _engaged(id: str, work: Work, act: Engaged) -> Decision:
    disclosure = work.known(DISCLOSURES, id)
    if disclosure is None or disclosure.child != work.message.stream or disclosure.network != work.actor.network:
        raise NotFound("no-such-disclosure")
    person = work.actor.person
    if disclosure.adult(person) is None:
        raise NotFound("no-such-disclosure")
    child = work.known(CHILDREN, disclosure.child)
    verdict = verdict_now(work.call, child, (disclosure.child, disclosure.id), person)
    return act(disclosure, person, verdict)
