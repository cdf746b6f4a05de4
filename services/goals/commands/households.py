"""The homes of a child."""

from dataclasses import dataclass

from kernel.command import OfChild


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHousehold(OfChild):
    """Say who lives in one home of the child. `household` None: a new one."""

    clinic: str
    household: str | None
    label: str
    guardians: tuple[str, ...]
