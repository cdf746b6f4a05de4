"""Words to a person about their own account: the intent, then the answer."""

from kernel.decision import Decision
from kernel.work import Work
from services.notifications.commands import DispatchAlert, RecordAlert
from services.notifications.decisions import alerts
from services.notifications.repository import ALERTS, CONTACT_POINTS


def dispatch_alert(command: DispatchAlert, work: Work) -> Decision:
    """Before the call."""
    alert = work.load(ALERTS, command.alert)
    point = work.known(CONTACT_POINTS, alert.contact_point)
    return alerts.dispatched(alert, point, command.template, work.now)


def record_alert(command: RecordAlert, work: Work) -> Decision:
    """After it."""
    return alerts.answered(work.load(ALERTS, command.alert), command.receipt, work.now)
