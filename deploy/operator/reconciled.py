"""A day of every clinic, consent's list against what was carried, read from both stores side by side."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from deploy.operator.stations import Station
from kernel.auth.principal import SYSTEM
from kernel.reader import Reader
from services.consent.queries.decided import decided
from services.consent.repository import CLINICS
from services.notifications.decisions.days import window
from services.notifications.decisions.reconciling import Decided
from services.notifications.gateways import decided_row
from services.notifications.model import Reconciliation
from services.notifications.queries.reconciliation import report

CLINICS_MAX = 10_000


class NoSuchClinic(ValueError):
    """No clinic has this id."""


def reconciled(stations: Mapping[str, Station], clinic: str | None, day: date | None) -> Iterator[Reconciliation]:
    """One report for each clinic; without a day for its yesterday. Nothing is written."""
    asking = SYSTEM("notifications")
    consent, here = (stations[name].node.reader(asking) for name in ("consent", "notifications"))
    found = consent.find(CLINICS, {} if clinic is None else {"_id": clinic}, ("_id",), CLINICS_MAX)
    if clinic is not None and not found:
        raise NoSuchClinic(f"there is no clinic {clinic}")
    for item in found:
        on = day or _yesterday(here.now, item.zone)
        rows = _rows(consent, item.id, *window(on, item.zone))
        yield report(here, item.id, item.network, item.zone, on, rows)


def _yesterday(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)


def _rows(consent: Reader, clinic: str, since: datetime, until: datetime) -> Iterator[Decided]:
    cursor: str | None = None
    while True:
        page = decided(consent, clinic, since, until, cursor)
        yield from (decided_row(row) for row in page["decided"])
        cursor = page["next_cursor"]
        if cursor is None:
            return
