"""What the daily reconciliation writes down."""

from dataclasses import dataclass

from kernel.command import OfChild, OfClinic
from services.notifications.model import Differing, Reconciliation


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseDifference(OfChild):
    """A disclosure is not as it must be."""

    clinic: str
    network: str
    differing: Differing


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepReconciliation(OfClinic):
    """The day was looked at."""

    report: Reconciliation
