"""What a clinic sets."""

from dataclasses import dataclass

from kernel.command import OfClinic


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClinicRules(OfClinic):
    """How deep a fall of the alliance is told, and how much practice at once a home is asked for."""

    alliance_drop: int
    practice_cap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLicence(OfClinic):
    """From now on the clinic may enter scores of this licensed instrument."""

    instrument: str
    reference: str
