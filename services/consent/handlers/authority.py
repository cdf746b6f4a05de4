"""Custody documents and orders as they come in."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent import commands
from services.consent.decisions import authority
from services.consent.handlers.standing import act, family_of, trail_of


def grant_authority(command: commands.GrantAuthority, work: Work) -> Decision:
    """A custody document came in."""
    return authority.grant(family_of(command, work), command, work.new_id(), act(work))


def end_authority(command: commands.EndAuthority, work: Work) -> Decision:
    """A custody document came in that ends another."""
    return authority.end(family_of(command, work), trail_of(command.authority, work), command, act(work))


def verify_authority(command: commands.VerifyAuthority, work: Work) -> Decision:
    """Somebody else has seen the document."""
    return authority.verify(family_of(command, work), trail_of(command.authority, work), command, act(work))


def correct_authority(command: commands.CorrectAuthority, work: Work) -> Decision:
    """What was recorded was wrong."""
    family, trail = family_of(command, work), trail_of(command.authority, work)
    return authority.correct(family, trail, command, work.new_id(), act(work))


def place_restriction(command: commands.PlaceRestriction, work: Work) -> Decision:
    """An order came in."""
    return authority.restrict(family_of(command, work), command, work.new_id(), act(work))


def lift_restriction(command: commands.LiftRestriction, work: Work) -> Decision:
    """An order was lifted."""
    return authority.lift(family_of(command, work), trail_of(command.restriction, work), command, act(work))


COMMANDS: dict[type, CommandHandler] = {
    commands.GrantAuthority: grant_authority,
    commands.EndAuthority: end_authority,
    commands.VerifyAuthority: verify_authority,
    commands.CorrectAuthority: correct_authority,
    commands.PlaceRestriction: place_restriction,
    commands.LiftRestriction: lift_restriction,
}
