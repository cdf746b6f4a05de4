"""The daily reconciliation: an alert for each disclosure that differs, then the report."""

from kernel.chance import derived_id
from kernel.decision import Decision
from kernel.work import Work
from services.notifications.commands import KeepReconciliation, RaiseDifference
from services.notifications.decisions import reconciling
from services.notifications.repository import RECONCILIATIONS, TASKS


def raise_difference(command: RaiseDifference, work: Work) -> Decision:
    """Once for each disclosure, however often and in how many ways it differs."""
    id = derived_id("difference", command.differing.disclosure)
    known = work.known(TASKS, id)
    return reconciling.alarmed(known, command.differing, command.clinic, command.network, id, work.now)


def keep_reconciliation(command: KeepReconciliation, work: Work) -> Decision:
    """The mark that the day is done comes last: a crash before it repeats the look, which changes nothing."""
    return reconciling.kept(work.known(RECONCILIATIONS, command.report.id), command.report)
