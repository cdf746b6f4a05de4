"""The only source of chance. Injected, so that a seed decides everything in the simulation."""

import random
import secrets
import uuid
from typing import Protocol


class Chance(Protocol):
    """Unpredictable in production, reproducible under a seed."""

    def new_id(self) -> str:
        """A fresh identifier: 32 lower-case hexadecimal characters, no meaning, no order."""
        ...

    def digits(self, count: int) -> str:
        """A code a person types."""
        ...

    def fraction(self) -> float:
        """0 <= x < 1, for jitter."""
        ...


class SystemChance:
    """The operating system's entropy."""

    def new_id(self) -> str:
        return uuid.uuid4().hex

    def digits(self, count: int) -> str:
        return "".join(secrets.choice("0123456789") for _ in range(count))

    def fraction(self) -> float:
        return secrets.randbelow(1 << 30) / (1 << 30)


class SeededChance:
    """The same seed, the same choices. Never for production: it guards nothing."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - reproducibility is the purpose

    def new_id(self) -> str:
        return f"{self._random.getrandbits(128):032x}"

    def digits(self, count: int) -> str:
        return "".join(self._random.choice("0123456789") for _ in range(count))

    def fraction(self) -> float:
        return self._random.random()


def derived_id(*parts: str) -> str:
    """An identifier that depends on `parts` alone: a replay computes the same. UUIDv5, 32 hexadecimal characters."""
    return uuid.uuid5(uuid.NAMESPACE_OID, "\x1f".join(parts)).hex
