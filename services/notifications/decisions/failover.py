"""When the next provider is asked for the same message, and what the answers of several come to."""

from collections.abc import Sequence
from dataclasses import replace

from services.notifications.model import Answered, Receipt


def goes_on(receipt: Receipt, insistent: bool) -> bool:
    """The next one is asked if this one surely did not take the message, or if a loss is worse than a duplicate.

    A refusal for the address's sake is the same everywhere.
    """
    if receipt.answered is Answered.UNSURE:
        return insistent
    if receipt.answered is Answered.REFUSED:
        return not receipt.address_unfit
    return receipt.answered is Answered.UNAVAILABLE


def together(receipts: Sequence[Receipt]) -> Receipt:
    """One answer out of those of all who were asked, in order, at least one.

    Taken or unfit is final. Else the gravest counts: that one may have taken it, then that one refused it for good (the
    same again would be refused again, and the ladder climbs at once), then that none could.
    """
    asked = tuple(receipt.provider for receipt in receipts if receipt.provider is not None)
    return replace(_gravest(receipts), asked=asked)


def _gravest(receipts: Sequence[Receipt]) -> Receipt:
    last = receipts[-1]
    if last.answered is Answered.ACCEPTED:
        return last
    for answered in (Answered.UNSURE, Answered.REFUSED):
        found = next((receipt for receipt in reversed(receipts) if receipt.answered is answered), None)
        if found is not None:
            return found
    soonest = min(receipt.retry_after_seconds for receipt in receipts)
    return replace(last, retry_after_seconds=soonest)
