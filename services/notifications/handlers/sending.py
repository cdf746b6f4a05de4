"""The sender's commits: the intent before a provider is called, the answer after it, and what a crash left between."""

from kernel.decision import NOTHING, Decision
from kernel.work import Work
from services.notifications.commands import DispatchNotice, RecordReceipt, ResolveStuck
from services.notifications.decisions import delivery
from services.notifications.decisions.delivery import Around
from services.notifications.gateways import verdict_of
from services.notifications.model import Notice
from services.notifications.repository import (
    CHILDREN,
    CONTACT_POINTS,
    DISCLOSURES,
    NOTICES,
    POINTERS,
    notices_of,
)


def dispatch_notice(command: DispatchNotice, work: Work) -> Decision:
    """Consent is asked here, in the attempt that commits the intent: nothing lies between the answer and the call."""
    notice = work.load(NOTICES, command.notice)
    child = work.known(CHILDREN, notice.child)
    basis = 0 if child is None else child.basis
    verdict = verdict_of(work.call, notice.child, notice.disclosure, notice.person, basis)
    return delivery.dispatched(notice, _around(notice, work), verdict, command.obstacle, work.now)


def record_receipt(command: RecordReceipt, work: Work) -> Decision:
    """What the provider said."""
    notice = work.load(NOTICES, command.notice)
    return delivery.answered(notice, _around(notice, work), command.receipt, work.now)


def resolve_stuck(command: ResolveStuck, work: Work) -> Decision:
    """A crash between intent and answer."""
    notice = work.known(NOTICES, command.notice)
    return NOTHING if notice is None else delivery.stuck(notice, work.now)


def _around(notice: Notice, work: Work) -> Around:
    return Around(
        disclosure=work.load(DISCLOSURES, notice.disclosure),
        point=work.known(CONTACT_POINTS, notice.contact_point) if notice.contact_point else None,
        pointer=work.known(POINTERS, notice.pointer) if notice.pointer else None,
        others=[item for item in notices_of(work, notice.disclosure) if item.id != notice.id],
    )
