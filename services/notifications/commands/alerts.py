"""What the herald asks for."""

from dataclasses import dataclass

from kernel.command import OfPerson
from services.notifications.model import Receipt, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchAlert(OfPerson):
    """It is about to call a provider."""

    alert: str
    template: Template | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAlert(OfPerson):
    """The provider answered."""

    alert: str
    receipt: Receipt
