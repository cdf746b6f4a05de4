"""What the questions to the store have in common."""

from datetime import timedelta
from typing import Protocol, TypeVar

from kernel.kind import Kind
from kernel.store.port import Sort, Where

INSTANT = timedelta(microseconds=1)  # the resolution of stored times: what is due now is due
PER_CHILD_MAX = 500  # disclosures, notices, pointers or tasks of one child looked at in one question

T = TypeVar("T")


class Finds(Protocol):
    """What Work and Reader have in common."""

    def find(self, kind: Kind[T], where: Where, sort: Sort = (), limit: int = 100) -> list[T]:
        """Matching aggregates."""
        ...
