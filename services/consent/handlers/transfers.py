"""A child goes from one clinic to another. The sending clinic's steps are its staff's, the last one the receiver's."""

from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent import commands
from services.consent.decisions import access, transfers
from services.consent.handlers.standing import act, family_of
from services.consent.model import Family, Transfer, TransferState
from services.consent.repository import CLINICS, FAMILIES, TRANSFERS

NO_SUCH_TRANSFER = "no-such-transfer"


def propose_transfer(command: commands.ProposeTransfer, work: Work) -> Decision:
    """By the clinic that has the child."""
    family, receiver = family_of(command, work), work.known(CLINICS, command.receiver)
    return transfers.propose(family, receiver, command, work.new_id(), work.actor, act(work))


def consent_to_transfer(command: commands.ConsentToTransfer, work: Work) -> Decision:
    """A guardian or the child says yes or no."""
    return transfers.consent(family_of(command, work), _of(command.child, command.transfer, work), command, act(work))


def withdraw_transfer(command: commands.WithdrawTransfer, work: Work) -> Decision:
    """Taken back before it is accepted."""
    return transfers.withdraw(family_of(command, work), _of(command.child, command.transfer, work), command, act(work))


def accept_transfer(command: commands.AcceptTransfer, work: Work) -> Decision:
    """The receiving clinic takes the child into care, under the law of the place as it is committed."""
    family, transfer = _incoming(command.child, command.transfer, work)
    receiver = work.load(CLINICS, transfer.receiver)
    work.guard(CLINICS, receiver)
    return transfers.accept(family, transfer, receiver, command, act(work))


def decline_transfer(command: commands.DeclineTransfer, work: Work) -> Decision:
    """The receiving clinic does not."""
    family, transfer = _incoming(command.child, command.transfer, work)
    return transfers.decline(family, transfer, command, act(work))


def _of(child: str, id: str, work: Work) -> Transfer:
    found = work.known(TRANSFERS, id)
    if found is None or found.child != child:
        raise NotFound(NO_SUCH_TRANSFER)
    return found


def _incoming(child: str, id: str, work: Work) -> tuple[Family, Transfer]:
    """For the receiving clinic there is nothing before everybody has consented, and nothing after it was decided."""
    family, found = work.known(FAMILIES, child), work.known(TRANSFERS, id)
    if family is None or found is None or found.child != child or found.state is not TransferState.CONSENTED:
        raise NotFound(NO_SUCH_TRANSFER)
    if not access.receives(work.actor, family, found.receiver):
        raise NotFound(NO_SUCH_TRANSFER)
    return family, found


COMMANDS: dict[type, CommandHandler] = {
    commands.ProposeTransfer: propose_transfer,
    commands.ConsentToTransfer: consent_to_transfer,
    commands.WithdrawTransfer: withdraw_transfer,
    commands.AcceptTransfer: accept_transfer,
    commands.DeclineTransfer: decline_transfer,
}
