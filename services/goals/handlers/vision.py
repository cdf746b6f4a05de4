"""The shared vision: worded, agreed to."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.goals.commands import AgreeVision, WriteVision
from services.goals.decisions import texts, vision
from services.goals.handlers.reach import in_clinic
from services.goals.model.involvement import Action
from services.goals.model.vision import VISION_CHARACTERS_MAX
from services.goals.repository.vision import newest_vision


def write_vision(command: WriteVision, work: Work) -> Decision:
    """By anybody whose voice counts."""
    child = in_clinic(command.child, command.clinic, work, Action.SHAPE)
    texts.require(command.text, "text", VISION_CHARACTERS_MAX)
    newest = newest_vision(work, child.id, command.clinic)
    return vision.written(command, newest, work.seal(child.id, command.text), work.actor, work.now)


def agree_vision(command: AgreeVision, work: Work) -> Decision:
    """One voice's yes."""
    child = in_clinic(command.child, command.clinic, work, Action.SHAPE)
    return vision.agreed(command, newest_vision(work, child.id, command.clinic), work.actor, work.now)


COMMANDS: dict[type, CommandHandler] = {WriteVision: write_vision, AgreeVision: agree_vision}
