"""Once a day for each clinic, in the clinic's zone: what consent decided against what became of it.

Independent of the road of the events: it asks consent for its own list. Several reconcilers may run; the second finds
the report and the tasks made.
"""

from dataclasses import dataclass, field
from datetime import date

from kernel.errors import Conflict, GatewayUnavailable, Refusal
from kernel.node import Node
from kernel.telemetry import metrics
from kernel.telemetry.logs import logger
from services.notifications.commands import KeepReconciliation, RaiseDifference
from services.notifications.decisions.days import due_days, window
from services.notifications.gateways import OWN, clinics, decided_between
from services.notifications.model import Difference, Reconciliation
from services.notifications.queries.reconciliation import report
from services.notifications.repository import newest_report
from services.notifications.settings import RECONCILE_LOOK_SECONDS, RECONCILE_TASKS_MAX

log = logger("reconciler")


@dataclass
class Reconciler:
    """Looks now and then whether a clinic's day is over."""

    node: Node
    _looked: float | None = field(default=None, init=False)

    def run_once(self) -> int:
        """How many days were reconciled."""
        now = self.node.clock.monotonic()
        if self._looked is not None and now - self._looked < RECONCILE_LOOK_SECONDS:
            return 0
        self._looked = now
        try:
            known = clinics(self.node.call)
        except GatewayUnavailable as error:
            log.event("reconciler.waits", level="warning", error_type=type(error).__name__)
            return 0
        done = sum(self._clinic(**item) for item in known)
        self._measured([item["clinic"] for item in known])
        return done

    def close(self) -> None:
        """Nothing is held."""

    def _clinic(self, clinic: str, network: str, zone: str) -> int:
        """One clinic that cannot be looked at must not keep the others waiting."""
        reader = self.node.reader(OWN)
        newest = newest_report(reader, clinic)
        days = due_days(reader.now, zone, None if newest is None else date.fromisoformat(newest.day))
        try:
            for day in days:
                self._day(clinic, network, zone, day)
        except (GatewayUnavailable, Conflict, Refusal) as error:
            log.event("reconciler.waits", level="warning", clinic=clinic, error_type=type(error).__name__)
            return 0
        return len(days)

    def _day(self, clinic: str, network: str, zone: str, day: date) -> None:
        rows = decided_between(self.node.call, clinic, *window(day, zone))
        made = report(self.node.reader(OWN), clinic, network, zone, day, rows)
        disclosures: set[str] = set()
        for one in made.differences:
            log.event(
                "reconciliation.differs", level="error", clinic=clinic, kind=one.difference.value, stream=one.child,
                target=one.disclosure,
            )  # fmt: skip
            if one.disclosure not in disclosures and len(disclosures) < RECONCILE_TASKS_MAX:
                disclosures.add(one.disclosure)
                alarm = RaiseDifference(child=one.child, clinic=clinic, network=network, differing=one)
                self.node.dispatcher.run(alarm, OWN)
        self.node.dispatcher.run(KeepReconciliation(clinic=clinic, report=made), OWN)
        log.event("reconciliation.made", clinic=clinic, count=made.differing)

    def _measured(self, names: list[str]) -> None:
        reader = self.node.reader(OWN)
        newest = [found for name in names if (found := newest_report(reader, name)) is not None]
        for difference in Difference:
            metrics.reconciliation_differences(difference.value, _count(newest, difference))


def _count(reports: list[Reconciliation], difference: Difference) -> int:
    return sum(one.difference is difference for item in reports for one in item.differences)
