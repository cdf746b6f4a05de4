"""What a clinic decides about its messages."""

from dataclasses import dataclass

from kernel.command import OfClinic
from services.notifications.model import Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClinicPolicy(OfClinic):
    """A clinic decides on its ladders and on going live."""

    live: bool
    rungs: tuple[Rung, ...] | None
    rungs_imminent: tuple[Rung, ...] | None
    mail_tls: bool | None = None  # None: as before
    resolve_hours: int | None = None
    resolve_hours_imminent: int | None = None
