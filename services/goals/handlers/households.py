"""The homes of a child, as staff know them."""

from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.service import CommandHandler
from kernel.work import Work
from services.goals.commands import SetHousehold
from services.goals.decisions import access, households
from services.goals.handlers.reach import clinical
from services.goals.repository.households import homes_of


def set_household(command: SetHousehold, work: Work) -> Decision:
    """A new home, or another list of who lives in a known one."""
    child, clinics = clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    homes = {home.id: home for home in homes_of(work, child.id, command.clinic)}
    if command.household is not None and command.household not in homes:
        raise NotFound("no-such-household")
    others = [home for id, home in homes.items() if id != command.household]
    households.require_fitting(command, child, others)
    id = command.household or work.new_id()
    return households.kept(command, id, work.seal(child.id, command.label), work.actor, work.now)


COMMANDS: dict[type, CommandHandler] = {SetHousehold: set_household}
