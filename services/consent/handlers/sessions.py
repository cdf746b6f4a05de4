"""Sessions in which several children sat together."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent import commands
from services.consent.decisions import access, sessions
from services.consent.handlers.standing import act, family_of
from services.consent.repository import FAMILIES, SHARED_SESSIONS, SHARED_SESSIONS_MAX


def share_session(command: commands.ShareSession, work: Work) -> Decision:
    """By somebody who looks after every child who was there; a child one does not look after is not to be found."""
    family = family_of(command, work)
    siblings = [access.required(work.actor, work.known(FAMILIES, sibling)) for sibling in command.siblings]
    known = work.find(SHARED_SESSIONS, {"session": command.session}, (), SHARED_SESSIONS_MAX)
    own = [item for item in known if item.network == family.network]
    return sessions.share(family, siblings, own, command, work.new_id(), act(work))


COMMANDS: dict[type, CommandHandler] = {commands.ShareSession: share_session}
