"""Agreements of child, guardians and therapist."""

from datetime import datetime

from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent import commands
from services.consent.decisions import sharing, sharing_reviews
from services.consent.handlers.standing import act, family_of, trail_of
from services.consent.model import Family, SharingAgreement, SharingState
from services.consent.repository import AGREEMENTS, AGREEMENTS_MAX, ground


def propose_sharing(command: commands.ProposeSharing, work: Work) -> Decision:
    """A matrix is put to the parties."""
    family = family_of(command, work)
    return sharing.propose(family, _all(command.child, work), command, work.new_id(), act(work))


def voice_sharing(command: commands.VoiceSharing, work: Work) -> Decision:
    """A party says yes or no."""
    family, known = family_of(command, work), _all(command.child, work)
    standing = next((item for item in known if item.state is SharingState.AGREED), None)
    spoken = _one(known, command.agreement)
    made = sharing.voice(family, spoken, standing, command, act(work))
    before = trail_of(standing.id, work) if standing else None
    return sharing_reviews.voiced(family, made, _next_review(family, spoken, work), before, act(work))


def withdraw_sharing(command: commands.WithdrawSharing, work: Work) -> Decision:
    """A party stands by it no more."""
    family, known = family_of(command, work), _all(command.child, work)
    made = sharing.withdraw(family, _one(known, command.agreement), command, act(work))
    return sharing_reviews.withdrawn(family, made, trail_of(command.agreement, work), act(work))


def review_sharing(command: commands.ReviewSharing, work: Work) -> Decision:
    """Looked at again, and it stands."""
    family = family_of(command, work)
    standing = _one(_all(command.child, work), command.agreement)
    trail, review = trail_of(standing.id, work), _next_review(family, standing, work)
    return sharing_reviews.reviewed(family, standing, trail, command.reason, review, act(work))


def _next_review(family: Family, agreement: SharingAgreement, work: Work) -> datetime:
    grounds = [ground(work, family, clinic) for clinic in family.clinics]
    return sharing_reviews.next_review(family, grounds, agreement.until, work.now)


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
    commands.ReviewSharing: review_sharing,
}
