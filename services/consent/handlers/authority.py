"""Custody documents and orders as they come in."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent import commands
from services.consent.decisions import evidence
from services.consent.handlers.standing import family_of


def grant_authority(command: commands.GrantAuthority, work: Work) -> Decision:
    """A custody document came in."""
    return evidence.grant_authority(family_of(command, work), command, work.new_id())


def end_authority(command: commands.EndAuthority, work: Work) -> Decision:
    """A custody document came in that ends another."""
    return evidence.end_authority(family_of(command, work), command)


def place_restriction(command: commands.PlaceRestriction, work: Work) -> Decision:
    """An order came in."""
    return evidence.place_restriction(family_of(command, work), command, work.new_id())


def lift_restriction(command: commands.LiftRestriction, work: Work) -> Decision:
    """An order was lifted."""
    return evidence.lift_restriction(family_of(command, work), command)


COMMANDS: dict[type, CommandHandler] = {
    commands.GrantAuthority: grant_authority,
    commands.EndAuthority: end_authority,
    commands.PlaceRestriction: place_restriction,
    commands.LiftRestriction: lift_restriction,
}
