"""A clinic's own templates: load, check who asks, decide."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.notes.commands.templates import PublishTemplate, RetireTemplate
from services.notes.decisions import templates
from services.notes.repository import newest_clinic_template


def publish_template(command: PublishTemplate, work: Work) -> Decision:
    """By whoever administers the clinic."""
    templates.require_admin(work.actor, command.clinic)
    newest = newest_clinic_template(work, command.clinic, command.code)
    return templates.published(command, newest, work.actor.person, work.now)


def retire_template(command: RetireTemplate, work: Work) -> Decision:
    """Likewise."""
    templates.require_admin(work.actor, command.clinic)
    return templates.retired(newest_clinic_template(work, command.clinic, command.code))


COMMANDS: dict[type, CommandHandler] = {PublishTemplate: publish_template, RetireTemplate: retire_template}
