"""Adults as a source of harm."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent import commands
from services.consent.decisions import danger
from services.consent.handlers.standing import act, family_of, trail_of


def flag_danger(command: commands.FlagDanger, work: Work) -> Decision:
    """Somebody is said, or was found, to have harmed the child."""
    return danger.flag_danger(family_of(command, work), command, work.new_id(), act(work))


def resolve_danger(command: commands.ResolveDanger, work: Work) -> Decision:
    """Proposed or confirmed by the one who asks."""
    return danger.resolve_danger(family_of(command, work), trail_of(command.danger, work), command, act(work))


def withdraw_resolution(command: commands.WithdrawResolution, work: Work) -> Decision:
    """The removal is not to be."""
    return danger.withdraw_resolution(family_of(command, work), trail_of(command.danger, work), command, act(work))


def review_danger(command: commands.ReviewDanger, work: Work) -> Decision:
    """Looked at again."""
    return danger.review_danger(family_of(command, work), trail_of(command.danger, work), command, act(work))


COMMANDS: dict[type, CommandHandler] = {
    commands.FlagDanger: flag_danger,
    commands.ResolveDanger: resolve_danger,
    commands.WithdrawResolution: withdraw_resolution,
    commands.ReviewDanger: review_danger,
}
