"""What was done about a disclosure, for staff."""

from typing import Any

from kernel.auth.principal import Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notifications import commands
from services.notifications.queries import staff
from services.notifications.routes.doors import CARE, DISCLOSURE, STAFF
from services.notifications.schemas.fields import Empty, State
from services.notifications.schemas.handing import HandOverReference, HowRead, NewHandOver, Reply

ledger = Blueprint("notifications-ledger", __name__, description="The ledger of a disclosure")


@ledger.get(f"{DISCLOSURE}/ledger")
@allow(*STAFF)
@ledger.arguments(HowRead, location="query")
@ledger.response(200)
def read_ledger(query: dict[str, bool], child: str, disclosure: str) -> dict[str, Any]:
    """Everything that was done about it, per adult; for desk and administration without any reason."""
    return staff.ledger(reader(), child, disclosure, query["printing"])


@ledger.post(f"{DISCLOSURE}/take-over")
@allow(*CARE, Role.CLINIC_ADMIN)
@ledger.arguments(Empty)
@ledger.response(201, State)
def take_over(body: dict[str, Any], child: str, disclosure: str) -> dict[str, Any]:
    """The asker is on it from here; nobody is asked further."""
    return run(commands.TakeOverDisclosure(child=child, disclosure=disclosure))


@ledger.post(f"{DISCLOSURE}/hand-overs")
@allow(*CARE, Role.CLINIC_ADMIN)
@ledger.arguments(NewHandOver)
@ledger.response(201, HandOverReference)
def offer_hand_over(body: dict[str, str], child: str, disclosure: str) -> dict[str, Any]:
    """To a named colleague. It stays with whoever has it until they accept."""
    return run(commands.OfferHandOver(child=child, disclosure=disclosure, colleague=body["colleague"]))


@ledger.post(f"{DISCLOSURE}/hand-overs/<string:hand_over>/answer")
@allow(*CARE, Role.CLINIC_ADMIN)
@ledger.arguments(Reply)
@ledger.response(201, State)
def answer_hand_over(body: dict[str, bool], child: str, disclosure: str, hand_over: str) -> dict[str, Any]:
    """The asker takes it, or does not."""
    answer = commands.AnswerHandOver(
        child=child, disclosure=disclosure, hand_over=hand_over, accepts=body["accepts"]
    )
    return run(answer)
