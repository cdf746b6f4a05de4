"""The sender's commits: intents before providers are called, answers after it, and what a crash left between."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from contracts.codes import DeliveryState
from kernel.decision import NOTHING, Decision
from kernel.errors import GatewayUnavailable, NotFound
from kernel.store.port import Wanted
from kernel.work import Work
from services.notifications.commands import DispatchNotices, RecordReceipts, RecordReport, ResolveStuck
from services.notifications.decisions import delivery, outcomes
from services.notifications.decisions.delivery import Around
from services.notifications.decisions.merging import Steps
from services.notifications.gateways import WITHHELD
from services.notifications.model import Notice, Verdict
from services.notifications.repository import (
    CHILDREN,
    CONTACT_POINTS,
    DISCLOSURES,
    NOTICES,
    PER_CHILD_MAX,
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
        _fenced(going.verdict, basis)
        notice, around = _around(going.notice, work, steps)
        step = delivery.dispatched(notice, around, going.verdict, going.obstacle, work.now)
        steps.take(step)
        go += [notice.id] if step.reply["go"] else []
    return steps.decision(go=go)


def record_receipts(command: RecordReceipts, work: Work) -> Decision:
    """What the providers said."""
    steps = Steps()
    for replied in command.replies:
        notice, around = _around(replied.notice, work, steps)
        steps.take(delivery.answered(notice, around, replied.receipt, work.now))
        _late_told(notice, work, steps)
    return steps.decision()


def resolve_stuck(command: ResolveStuck, work: Work) -> Decision:
    """A crash between intent and answer."""
    notice = work.known(NOTICES, command.notice)
    if notice is None:
        return NOTHING
    steps = Steps()
    steps.take(delivery.stuck(notice, work.now))
    _late_told(notice, work, steps)
    return steps.decision()


def record_report(command: RecordReport, work: Work) -> Decision:
    """What was told of a message afterwards."""
    notice, around = _around(work.load(NOTICES, command.notice), work, Steps())
    return outcomes.reported(notice, around, command.report, work.new_id, work.now)


def _late_told(before: Notice, work: Work, steps: Steps) -> None:
    """Reports that came before the provider's answer, now that there is one."""
    after = steps.now(before)
    if not after.early or after.state is DeliveryState.DISPATCHED:
        return
    steps.take(Decision(changes=(replace(after, early=()),)))
    for report in after.early:
        notice, around = _around(before, work, steps)
        told = outcomes.reported(notice, around, report, work.new_id, work.now)
        steps.take(replace(told, reply={}))


def intents_ahead(command: DispatchNotices) -> list[Wanted]:
    """What the intents rest on."""
    return [Wanted(CHILDREN.collection, (command.child,)), *_ahead(going.notice for going in command.going)]


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


def _around(seen: Notice, work: Work, steps: Steps) -> tuple[Notice, Around]:
    """The notice and what surrounds it, as the store has it and the steps before leave it."""
    stored = work.find(NOTICES, {"disclosure": seen.disclosure}, (), PER_CHILD_MAX)
    notices: Sequence[Notice] = [steps.now(notice) for notice in stored]
    notice = next((item for item in notices if item.id == seen.id), None)
    if notice is None:
        raise NotFound("no-such-notice")
    point = work.known(CONTACT_POINTS, notice.contact_point) if notice.contact_point else None
    pointer = work.known(POINTERS, notice.pointer) if notice.pointer else None
    return notice, Around(
        disclosure=steps.now(work.load(DISCLOSURES, notice.disclosure)),
        point=None if point is None else steps.now(point),
        pointer=None if pointer is None else steps.now(pointer),
        others=[item for item in notices if item.id != notice.id],
    )
