"""Who is on call in a clinic."""

from dataclasses import dataclass

from kernel.command import OfClinic


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterShift(OfClinic):
    """Somebody is on call from one wall time to another, `YYYY-MM-DDTHH:MM` where the clinic is."""

    person: str
    starts: str
    ends: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndShift(OfClinic):
    """Not theirs any more."""

    shift: str
