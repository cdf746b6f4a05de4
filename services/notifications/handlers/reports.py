"""What was told of a message afterwards, at once or as soon as the provider's own answer is kept."""

from dataclasses import replace

from contracts.codes import DeliveryState
from kernel.decision import Decision
from kernel.work import Work
from services.notifications.commands import RecordReport
from services.notifications.decisions import outcomes
from services.notifications.decisions.merging import Steps
from services.notifications.handlers.surroundings import around
from services.notifications.model import Notice
from services.notifications.repository import NOTICES


def record_report(command: RecordReport, work: Work) -> Decision:
    """A provider or a mail server told of it."""
    notice, surroundings = around(work.load(NOTICES, command.notice), work, Steps())
    return outcomes.reported(notice, surroundings, command.report, work.new_id, work.now)


def told_early(before: Notice, work: Work, steps: Steps) -> None:
    """Takes the reports that came before the provider's answer, now that there is one."""
    after = steps.now(before)
    if not after.early or after.state is DeliveryState.DISPATCHED:
        return
    steps.take(Decision(changes=(replace(after, early=()),)))
    for report in after.early:
        notice, surroundings = around(before, work, steps)
        told = outcomes.reported(notice, surroundings, report, work.new_id, work.now)
        steps.take(replace(told, reply={}))
