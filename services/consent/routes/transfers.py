"""A child goes from one clinic to another."""

from typing import Any

from kernel.auth.principal import Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.consent import commands
from services.consent.queries import transfers as kept
from services.consent.routes.doors import CHILD, DESK, STAFF
from services.consent.schemas import transfers as schemas

TRANSFER = f"{CHILD}/transfers/<string:transfer>"
transfers = Blueprint("transfers", __name__, description="A child goes from one clinic to another")


@transfers.post(f"{CHILD}/transfers")
@allow(*STAFF)
@transfers.arguments(schemas.NewTransfer)
@transfers.response(201, schemas.TransferReference)
def propose_transfer(body: dict[str, Any], child: str) -> dict[str, Any]:
    """By the sending clinic; psychotherapy notes never go over."""
    return run(commands.ProposeTransfer(child=child, **body))


@transfers.get(f"{CHILD}/transfers")
@allow(*STAFF)
@transfers.response(200, schemas.Transfers)
def list_transfers(child: str) -> dict[str, Any]:
    """Of the child, with who said what to each."""
    return kept.transfers(reader(), child)


@transfers.get("/transfers")
@allow(Role.SUPERVISOR, *DESK)
@transfers.arguments(schemas.OfReceiver, location="query")
@transfers.response(200, schemas.Incoming)
def list_incoming(query: dict[str, Any]) -> dict[str, Any]:
    """What waits for the receiving clinic's answer."""
    return kept.incoming(reader(), query["clinic"])


@transfers.post(f"{TRANSFER}/words")
@allow(*STAFF)
@transfers.arguments(schemas.NewTransferWord)
@transfers.response(200, schemas.TransferReference)
def consent_to_transfer(body: dict[str, Any], child: str, transfer: str) -> dict[str, Any]:
    """A guardian, or the child, says yes or no."""
    return run(commands.ConsentToTransfer(child=child, transfer=transfer, **body))


@transfers.post(f"{TRANSFER}/withdrawal")
@allow(*STAFF)
@transfers.arguments(schemas.NewTransferReason)
@transfers.response(200, schemas.TransferReference)
def withdraw_transfer(body: dict[str, Any], child: str, transfer: str) -> dict[str, Any]:
    """Taken back before it is accepted."""
    return run(commands.WithdrawTransfer(child=child, transfer=transfer, **body))


@transfers.post(f"{TRANSFER}/acceptance")
@allow(Role.SUPERVISOR, *DESK)
@transfers.arguments(schemas.NewAcceptance)
@transfers.response(200, schemas.TransferReference)
def accept_transfer(body: dict[str, Any], child: str, transfer: str) -> dict[str, Any]:
    """The receiving clinic takes the child into care: from now on its team has access."""
    return run(commands.AcceptTransfer(child=child, transfer=transfer, **body))


@transfers.post(f"{TRANSFER}/refusal")
@allow(Role.SUPERVISOR, *DESK)
@transfers.arguments(schemas.NewTransferReason)
@transfers.response(200, schemas.TransferReference)
def decline_transfer(body: dict[str, Any], child: str, transfer: str) -> dict[str, Any]:
    """The receiving clinic does not."""
    return run(commands.DeclineTransfer(child=child, transfer=transfer, **body))
