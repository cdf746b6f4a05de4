"""What a guardian, proven by a link and a second factor, sets up for themselves: each change is told to them."""

from collections.abc import Callable
from typing import TypeVar

from kernel.auth import own_factors
from kernel.command import OfPerson
from kernel.decision import Decision
from kernel.work import Work
from services.notifications.decisions import alerts
from services.notifications.decisions.merging import merged
from services.notifications.repository import CONTACT_POINTS, PER_CHILD_MAX

C = TypeVar("C", bound=OfPerson)


def _told(change: Callable[[C, Work], Decision]) -> Callable[[C, Work], Decision]:
    """Also over the address that the change did not come by: its owner may know nothing of it."""

    def handle(command: C, work: Work) -> Decision:
        changed = change(command, work)
        points = work.find(CONTACT_POINTS, {"person": command.person}, ("_id",), PER_CHILD_MAX)
        return merged(changed, alerts.raised(points, work.new_id, work.now))

    return handle


offer_authenticator = own_factors.offer_authenticator  # nothing has changed before its first code
confirm_authenticator = _told(own_factors.confirm_authenticator)
add_passkey = _told(own_factors.add_passkey)
make_recovery_codes = _told(own_factors.make_recovery_codes)
remove_factor = _told(own_factors.remove_factor)
