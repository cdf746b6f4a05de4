"""Who stands in for whom, and where the child is placed."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent import commands
from services.consent.decisions import delegations, placement
from services.consent.handlers.standing import act, family_of, trail_of


def delegate_authority(command: commands.DelegateAuthority, work: Work) -> Decision:
    """For a time."""
    return delegations.delegate(family_of(command, work), command, work.new_id(), act(work))


def change_placement(command: commands.ChangePlacement, work: Work) -> Decision:
    """From some carers to others."""
    family = family_of(command, work)
    known = {edge.id: trail_of(edge.id, work) for edge in placement.leaving(family, command)}
    return placement.change_placement(family, known, command, work.new_id(), act(work))


COMMANDS: dict[type, CommandHandler] = {
    commands.DelegateAuthority: delegate_authority,
    commands.ChangePlacement: change_placement,
}
