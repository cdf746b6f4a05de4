"""Agreements of child, guardians and therapist."""

from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent import commands
from services.consent.decisions import sharing
from services.consent.handlers.standing import act, family_of
from services.consent.model import SharingAgreement, SharingState
from services.consent.repository import AGREEMENTS, AGREEMENTS_MAX


def propose_sharing(command: commands.ProposeSharing, work: Work) -> Decision:
    """A matrix is put to the parties."""
    family = family_of(command, work)
    return sharing.propose(family, _all(command.child, work), command, work.new_id(), act(work))


def voice_sharing(command: commands.VoiceSharing, work: Work) -> Decision:
    """A party says yes or no."""
    family, known = family_of(command, work), _all(command.child, work)
    standing = next((item for item in known if item.state is SharingState.AGREED), None)
    return sharing.voice(family, _one(known, command.agreement), standing, command, act(work))


def withdraw_sharing(command: commands.WithdrawSharing, work: Work) -> Decision:
    """A party stands by it no more."""
    family, known = family_of(command, work), _all(command.child, work)
    return sharing.withdraw(family, _one(known, command.agreement), command, act(work))


def _all(child: str, work: Work) -> list[SharingAgreement]:
    return work.find(AGREEMENTS, {"child": child}, ("-number",), AGREEMENTS_MAX)


def _one(known: list[SharingAgreement], id: str) -> SharingAgreement:
    for item in known:
        if item.id == id:
            return item
    raise NotFound("no-such-agreement")


COMMANDS: dict[type, CommandHandler] = {
    commands.ProposeSharing: propose_sharing,
    commands.VoiceSharing: voice_sharing,
    commands.WithdrawSharing: withdraw_sharing,
}
