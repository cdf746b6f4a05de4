"""The sender's commits: intents before providers are called, answers after it."""

from collections.abc import Iterable
from dataclasses import replace

from kernel.decision import Decision
from kernel.errors import GatewayUnavailable
from kernel.store.port import Wanted
from kernel.work import Work
from services.notifications.commands import DispatchNotices, RecordReceipts
from services.notifications.decisions import delivery
from services.notifications.decisions.merging import Steps
from services.notifications.decisions.timing import is_asked
from services.notifications.gateways import FROZEN, WITHHELD
from services.notifications.handlers.manners import manners_ahead, manners_of
from services.notifications.handlers.reports import told_early
from services.notifications.handlers.surroundings import around
from services.notifications.model import Notice, Verdict
from services.notifications.repository import (
    CHILDREN,
    CONTACT_POINTS,
    DISCLOSURES,
    NOTICES,
    POINTERS,
)


def dispatch_notices(command: DispatchNotices, work: Work) -> Decision:
    """`reply["go"]` names those whose providers may be called.

    The fence: an answer of consent from before a change that is known here by now is none. Whatever becomes known after
    this look moves the child's stream, and this commit fails.
    """
    child = work.known(CHILDREN, command.child)
    basis = 0 if child is None else child.basis
    steps, go = Steps(), []
    for going in command.going:
        frozen = child is not None and going.notice.person in child.frozen
        verdict = FROZEN if frozen else going.verdict
        if not frozen:
            _fenced(verdict, basis)
        notice, surroundings = around(going.notice, work, steps)
        if is_asked(notice):
            manners = manners_of(notice, surroundings.disclosure, going, command.live, work, steps)
            surroundings = replace(surroundings, manners=manners)
        step = delivery.dispatched(notice, surroundings, verdict, going.obstacle, work.now, going.template)
        steps.take(step)
        go += [notice.id] if step.reply["go"] else []
    return steps.decision(go=go)


def record_receipts(command: RecordReceipts, work: Work) -> Decision:
    """What the providers said."""
    steps = Steps()
    for replied in command.replies:
        notice, surroundings = around(replied.notice, work, steps)
        steps.take(delivery.answered(notice, surroundings, replied.receipt, work.now))
        told_early(notice, work, steps)
    return steps.decision()


def intents_ahead(command: DispatchNotices) -> list[Wanted]:
    """What the intents rest on."""
    notices = [going.notice for going in command.going]
    child = Wanted(CHILDREN.collection, (command.child,))
    return [child, *_ahead(notices), *manners_ahead(command.child, notices)]


def receipts_ahead(command: RecordReceipts) -> list[Wanted]:
    """What the answers are held against."""
    return _ahead(replied.notice for replied in command.replies)


def _ahead(notices: Iterable[Notice]) -> list[Wanted]:
    found = tuple(notices)
    disclosures = tuple(notice.disclosure for notice in found)
    return [
        Wanted(DISCLOSURES.collection, disclosures),
        Wanted(NOTICES.collection, disclosures, "disclosure"),
        Wanted(CONTACT_POINTS.collection, tuple(notice.contact_point for notice in found if notice.contact_point)),
        Wanted(POINTERS.collection, tuple(notice.pointer for notice in found if notice.pointer)),
    ]


def _fenced(verdict: Verdict, basis: int) -> None:
    if verdict != WITHHELD and verdict.position < basis:
        raise GatewayUnavailable("consent answered from before a change that is known here")

