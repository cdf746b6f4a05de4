"""Adults as a source of harm."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import DangerState
from kernel.command import OfChild


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagDanger(OfChild):
    """An adult is said, or was found, to have harmed the child. `review`: when to look again, None: as usual."""

    person: str
    state: DangerState  # alleged or substantiated
    review: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveDanger(OfChild):
    """The flag was unfounded. The first asker proposes and says why, a second, different person confirms."""

    danger: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawResolution(OfChild):
    """A removal that waits for its second person is not to be."""

    danger: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDanger(OfChild):
    """Looked at again: the flag stands, and will be looked at at `review`."""

    danger: str
    reason: str
    review: datetime
