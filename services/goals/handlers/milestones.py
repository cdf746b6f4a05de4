"""The child's word on a celebration, and the adults' gladness."""

from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.service import CommandHandler
from kernel.work import Work
from services.goals.commands import Cheer, RecordPermission
from services.goals.decisions import milestones
from services.goals.handlers.reach import clinical, entitled, require_open
from services.goals.model.involvement import Action
from services.goals.repository.milestones import MILESTONES

NO_MILESTONE = "no-such-milestone"


def record_permission(command: RecordPermission, work: Work) -> Decision:
    """A clinician enters what the child said."""
    _, clinics = clinical(command.child, work)
    found = work.known(MILESTONES, command.milestone)
    if found is None or found.child != command.child or found.clinic not in clinics:
        raise NotFound(NO_MILESTONE)
    return milestones.permission(found, command.permitted, work.actor, work.now)


def cheer(command: Cheer, work: Work) -> Decision:
    """A guardian who may know; what is not celebrated does not exist for them."""
    entitled(command.child, work)
    found = work.known(MILESTONES, command.milestone)
    if found is None or found.child != command.child or found.permitted is not True:
        raise NotFound(NO_MILESTONE)
    require_open(found.child, found.clinic, work, Action.SPEAK)
    return milestones.cheered(found, work.actor, work.now)


COMMANDS: dict[type, CommandHandler] = {RecordPermission: record_permission, Cheer: cheer}
