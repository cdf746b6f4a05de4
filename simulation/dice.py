"""All chance of the simulation, in separate streams, so that one more draw in one place moves nothing elsewhere."""

from collections.abc import Sequence
from typing import TypeVar

from kernel.chance import SeededChance

T = TypeVar("T")


class Dice:
    """A named stream of draws under a seed."""

    def __init__(self, seed: int | str, name: str) -> None:
        self._chance = SeededChance(f"{seed}:{name}")

    def happens(self, probability: float) -> bool:
        """True that often."""
        return self._chance.fraction() < probability

    def between(self, least: float, most: float) -> float:
        """Evenly, `least` included."""
        return least + (most - least) * self._chance.fraction()

    def below(self, count: int) -> int:
        """0 to `count` - 1, evenly."""
        return int(self._chance.fraction() * count)

    def pick(self, items: Sequence[T]) -> T:
        """One of them, evenly."""
        return items[self.below(len(items))]
