"""Celebrating what was reached."""

from dataclasses import dataclass

from kernel.command import OfChild


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPermission(OfChild):
    """The child has said whether the adults may celebrate with them."""

    milestone: str
    permitted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cheer(OfChild):
    """A guardian is glad of it: one tap."""

    milestone: str
