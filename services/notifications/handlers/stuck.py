"""What a crash, a dead loop or a lost word left behind, one kind after another. The sweeper finds them."""

from dataclasses import replace

from kernel.decision import NOTHING, Decision
from kernel.work import Work
from services.notifications.commands import GiveUpReceipt, PassOver, ResolveStuck, WithdrawLink
from services.notifications.decisions import delivery
from services.notifications.decisions.delivery import Around
from services.notifications.decisions.merging import Steps
from services.notifications.handlers.reports import told_early
from services.notifications.model import PointerState
from services.notifications.repository import CONTACT_POINTS, DISCLOSURES, NOTICES, POINTERS, notices_of


def resolve_stuck(command: ResolveStuck, work: Work) -> Decision:
    """A crash between intent and answer."""
    notice = work.known(NOTICES, command.notice)
    if notice is None:
        return NOTHING
    steps = Steps()
    steps.take(delivery.stuck(notice, work.now))
    told_early(notice, work, steps)
    return steps.decision()


def pass_over(command: PassOver, work: Work) -> Decision:
    """A sender that is dead or that no answer of consent reaches."""
    notice = work.load(NOTICES, command.notice)
    around = Around(
        disclosure=work.load(DISCLOSURES, notice.disclosure),
        point=work.known(CONTACT_POINTS, notice.contact_point) if notice.contact_point else None,
        pointer=work.known(POINTERS, notice.pointer) if notice.pointer else None,
        others=[item for item in notices_of(work, notice.disclosure) if item.id != notice.id],
    )
    return delivery.passed_over(notice, around, work.now)


def give_up_receipt(command: GiveUpReceipt, work: Work) -> Decision:
    """A provider that took it and is silent since."""
    notice = work.known(NOTICES, command.notice)
    return NOTHING if notice is None else delivery.receipt_missing(notice, work.now)


def withdraw_link(command: WithdrawLink, work: Work) -> Decision:
    """A link that outlived the right to what it leads to. Opening it asks consent anyway; it ends all the same."""
    pointer = work.known(POINTERS, command.pointer)
    if pointer is None or pointer.state is not PointerState.VALID:
        return NOTHING
    adult = work.load(DISCLOSURES, pointer.disclosure).adult(pointer.person)
    if adult is not None and adult.asked:
        return NOTHING
    gone = replace(pointer, state=PointerState.WITHDRAWN)
    return Decision(changes=(gone,), facts={"pointer": pointer.id})
