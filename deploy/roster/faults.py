"""What is wrong with a file, where, and why: row and column and a code, never what stood there."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """`row` is the line of a CSV file (the header is 1) or the place of a bundle's entry (from 1)."""

    row: int
    column: str
    code: str
    says: str


class RosterUnreadable(Exception):
    """The file cannot be read at all, so no row can be named."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code
        self.says = says


@dataclass
class Faults:
    """Collects, each once, in the order of the rows."""

    _found: set[Fault] = field(default_factory=set)

    def add(self, row: int, column: str, code: str, says: str) -> None:
        """Remember one."""
        self._found.add(Fault(row, column, code, says))

    def __iter__(self) -> Iterator[Fault]:
        return iter(sorted(self._found))

    def __len__(self) -> int:
        return len(self._found)

    def rows(self) -> set[int]:
        """Rows with at least one fault."""
        return {fault.row for fault in self._found}
