"""Adults as a source of harm."""

from dataclasses import dataclass

from contracts.codes import DangerState
from kernel.command import OfChild


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagDanger(OfChild):
    """An adult is said, or was found, to have harmed the child."""

    person: str
    state: DangerState  # alleged or substantiated


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveDanger(OfChild):
    """The flag was unfounded. The first asker proposes, a second, different person confirms."""

    danger: str
