"""A question as plain names and values, the form in which every peer takes its attributes."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from services.consent.rules.facts import Facts

Flags = Mapping[str, str | int | bool]


class Peer(Protocol):
    """An engine with its policies loaded. `permits` answers requests that `request` has made beforehand."""

    name: str

    def request(self, flags: Flags) -> object:
        """The question in the form the engine is quickest with; making it is not measured."""
        ...

    def permits(self, requests: Sequence[object]) -> list[bool]:
        """One answer for each; this is what is measured."""
        ...


def flags_of(facts: Facts) -> dict[str, str | int | bool]:
    """Codes as text, degrees as numbers, no danger as `none`."""
    return {name: _plain(value) for name, value in zip(Facts._fields, facts, strict=True)}


def _plain(value: object) -> str | int | bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    return "none" if value is None else str(value)
