"""What guardians, the child and the therapist say about telling somebody."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent import commands
from services.consent.decisions import assents, boundaries, forms
from services.consent.handlers.standing import act, family_of, trail_of


def give_consent(command: commands.GiveConsent, work: Work) -> Decision:
    """A consent form came in."""
    return forms.give(family_of(command, work), command, work.new_id(), act(work))


def revoke_consent(command: commands.RevokeConsent, work: Work) -> Decision:
    """A consent was taken back."""
    return forms.revoke(family_of(command, work), trail_of(command.consent, work), command, act(work))


def set_boundary(command: commands.SetBoundary, work: Work) -> Decision:
    """A therapist draws a line."""
    return boundaries.draw(family_of(command, work), command, work.new_id(), act(work))


def renew_boundary(command: commands.RenewBoundary, work: Work) -> Decision:
    """The line is drawn again."""
    family, trail = family_of(command, work), trail_of(command.boundary, work)
    return boundaries.renew(family, trail, command, work.new_id(), act(work))


def lift_boundary(command: commands.LiftBoundary, work: Work) -> Decision:
    """The line is not needed any more."""
    return boundaries.lift(family_of(command, work), trail_of(command.boundary, work), command, act(work))


def record_assent(command: commands.RecordAssent, work: Work) -> Decision:
    """The child has said what may be shared."""
    return assents.record(family_of(command, work), command, work.new_id(), act(work))


COMMANDS: dict[type, CommandHandler] = {
    commands.GiveConsent: give_consent,
    commands.RevokeConsent: revoke_consent,
    commands.SetBoundary: set_boundary,
    commands.RenewBoundary: renew_boundary,
    commands.LiftBoundary: lift_boundary,
    commands.RecordAssent: record_assent,
}
