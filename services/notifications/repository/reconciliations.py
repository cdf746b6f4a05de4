"""Reports about days."""

from kernel.kind import Kind
from kernel.store.port import Collection, Index
from services.notifications.model import Reconciliation
from services.notifications.repository.finding import Finds

RECONCILIATIONS = Kind(
    Reconciliation, Collection("reconciliations", (Index(("clinic", "-day")), Index(("network", "-day"))))
)


def newest_report(source: Finds, clinic: str) -> Reconciliation | None:
    """Of the clinic's last day that was looked at."""
    return next(iter(source.find(RECONCILIATIONS, {"clinic": clinic}, ("-day",), 1)), None)
