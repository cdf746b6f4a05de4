"""The homes of a child. Neither learns of the other: staff alone see them."""

from dataclasses import dataclass
from datetime import datetime

from kernel.kind import Sealed

LABEL_CHARACTERS_MAX = 80
HOUSEHOLDS_MAX = 6  # of a child in a clinic


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """`guardians` live there. An adult lives in at most one home of the child."""

    id: str
    child: str
    clinic: str
    label: Sealed
    guardians: tuple[str, ...]
    changed_by: str
    changed_at: datetime
