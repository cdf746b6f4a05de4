"""Adults as a source of harm."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent import commands
from services.consent.decisions import danger
from services.consent.handlers.standing import family_of


def flag_danger(command: commands.FlagDanger, work: Work) -> Decision:
    """Somebody is said, or was found, to have harmed the child."""
    return danger.flag_danger(family_of(command, work), command, work.new_id(), work.now)


def resolve_danger(command: commands.ResolveDanger, work: Work) -> Decision:
    """Proposed or confirmed by the one who asks."""
    return danger.resolve_danger(family_of(command, work), command, work.actor.person, work.now)


COMMANDS: dict[type, CommandHandler] = {
    commands.FlagDanger: flag_danger,
    commands.ResolveDanger: resolve_danger,
}
