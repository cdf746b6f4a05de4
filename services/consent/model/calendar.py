"""On which ground the calendars of a clinic's children were last read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """`mark` stands for the clinic's zone and policy and for the network's packs."""

    id: str  # the clinic
    mark: str
