"""A guardian's level: set by the child's clinicians, looked at again when its day comes."""

from collections.abc import Mapping

from kernel.decision import Decision
from kernel.service import CommandHandler, TimerHandler
from kernel.work import Work
from services.goals.commands import SetInvolvement
from services.goals.decisions import access, involvement
from services.goals.handlers.reach import clinical
from services.goals.repository.involvement import INVOLVEMENTS, involvement_of


def set_involvement(command: SetInvolvement, work: Work) -> Decision:
    """By the care team or a supervisor of the clinic; never by an adult of the child, also when they work there."""
    child, clinics = clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    involvement.require_fitting(command, child.adults, work.now)
    newest = involvement_of(work, child.id, command.clinic, command.person)
    return involvement.changed(command, newest, work.seal(child.id, command.reason), work.actor, work.now)


def on_review_due(data: Mapping[str, str], work: Work) -> Decision:
    """A task of the clinicians, unless the level was changed meanwhile."""
    made = work.load(INVOLVEMENTS, data["involvement"])
    newest = involvement_of(work, made.child, made.clinic, made.person)
    return involvement.review_due(made, newest, work.now)


COMMANDS: dict[type, CommandHandler] = {SetInvolvement: set_involvement}
TIMERS: dict[str, TimerHandler] = {involvement.REVIEW: on_review_due}
