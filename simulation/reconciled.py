"""After the trouble both lists agree: whatever consent decided was carried and has its outcome."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from services.consent.queries.decided import decided
from services.consent.repository import DISCLOSURES
from services.notifications.decisions.days import window
from services.notifications.gateways import decided_row
from services.notifications.queries.reconciliation import report
from simulation.families import CLINIC, NETWORK
from simulation.invariants import Watch
from simulation.scheduler import START
from simulation.town import ZONE


def agreed(watch: Watch) -> None:
    """Every day of the run, as the nightly look of the service takes it."""
    here, consent = watch.truth.notifications, watch.truth.consent
    day, last = (moment.astimezone(ZoneInfo(ZONE)).date() for moment in (START, watch.world.scheduler.now()))
    looked_at = 0
    while day <= last:
        rows = [decided_row(row) for row in decided(consent, CLINIC, *window(day, ZONE), None)["decided"]]
        made = report(here, CLINIC, NETWORK, ZONE, day, rows)
        looked_at += made.decided
        found = [(one.difference.value, one.disclosure, one.person) for one in made.differences]
        watch.require("reconciled", not found, f"{day}: {found}")
        day += timedelta(days=1)
    in_all = len(consent.find(DISCLOSURES, {}, (), 10_000))
    watch.require("reconciled", looked_at == in_all, f"{looked_at} of {in_all} were looked at")
