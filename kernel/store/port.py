"""The store port: what every adapter promises.

A document is a JSON object (str, int, float, bool, None, list, dict) with `_id` (str), `_v` (int, set by the store: 1
when inserted, plus one at each replace) and `_c` (str, set by the store: the id of the commit that wrote it last).
Times are text (`kernel.clock.to_text`), bytes are base64 text.

**Isolation, stated once for both adapters.** Reads see committed documents only (majority on MongoDB) and take no
locks. A commit is atomic and durable when it returns. It fails with `Conflict` if a document that it replaces, removes
or guards no longer has the expected version: no more, no less. Write skew between documents that a commit did not name
is possible on both adapters; whoever needs more guards a document (`Guard`).

**Lost acknowledgements.** `commit` raises `CommitUnknown` when it cannot tell. Calling it again with the same
`commit_id` and the same writes returns normally if the first call had taken effect. This is exact for every commit that
inserts at least one document that is never rewritten (the kernel's inbox and audit rows are such); a commit without one
must be harmless to repeat.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Document = dict[str, Any]
Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Index:
    """Keys in order, `-` in front for descending; `where` limits it to documents that equal these values.

    A unique index ignores documents in which any of its keys is missing or null.
    """

    keys: tuple[str, ...]
    unique: bool = False
    where: Mapping[str, Scalar] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Stable name derived from the keys, the same on every adapter."""
        parts = [key.replace("-", "desc_").replace(".", "_") for key in self.keys]
        parts += [f"{name}_{value}" for name, value in sorted(self.where.items())]
        return ("u_" if self.unique else "i_") + "_".join(parts)


@dataclass(frozen=True, slots=True)
class Collection:
    """A named set of documents with its indexes, declared beside the repository that uses it."""

    name: str
    indexes: tuple[Index, ...] = ()


@dataclass(frozen=True, slots=True)
class In:
    """The field equals one of these."""

    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Has:
    """The field is a list that contains this."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Not:
    """The field differs from this; a missing field differs from everything but None."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Span:
    """at_least <= field < below; either end may be open. Missing and null fields never match."""

    at_least: Scalar = None
    below: Scalar = None


Condition = Scalar | In | Has | Not | Span
Where = Mapping[str, Condition]  # dotted paths reach into nested objects; all must hold; a missing field equals None
Sort = tuple[str, ...]  # keys in order, `-` in front for descending; `_id` is appended to make the order total


@dataclass(frozen=True, slots=True)
class Wanted:
    """The documents of one collection in which this field, never a list, is one of these texts. `_id` is a field."""

    collection: Collection
    values: tuple[str, ...]
    field: str = "_id"


@dataclass(frozen=True, slots=True)
class Insert:
    """A new document; DuplicateKey(collection, ("_id",)) if the id exists."""

    collection: Collection
    document: Document


@dataclass(frozen=True, slots=True)
class Replace:
    """The whole document, if its version still is `expected_version`."""

    collection: Collection
    document: Document
    expected_version: int


@dataclass(frozen=True, slots=True)
class Remove:
    """The document goes, if its version still is `expected_version`."""

    collection: Collection
    id: str
    expected_version: int


@dataclass(frozen=True, slots=True)
class Guard:
    """Nothing is changed but the version: two commits that guard the same document exclude each other."""

    collection: Collection
    id: str
    expected_version: int


Write = Insert | Replace | Remove | Guard


@dataclass(frozen=True, slots=True)
class Page:
    """`next_cursor` is opaque and None on the last page."""

    items: list[Document]
    next_cursor: str | None


class Described(Protocol):
    """What an operator may ask of an adapter beyond what services use."""

    def missing(self, collections: Iterable[Collection]) -> list[str]:
        """Collections (`name`) and indexes (`name.index`) that `prepare` would create; nothing is created."""
        ...


class Store(Protocol):
    """One service's database. Safe to use from many threads; clients are made lazily, after any fork."""

    def prepare(self, collections: Iterable[Collection]) -> None:
        """Create what is missing, indexes included. Repeatable."""
        ...

    def get(self, collection: Collection, id: str) -> Document | None:
        """The document or None."""
        ...

    def get_many(self, collection: Collection, ids: Sequence[str]) -> dict[str, Document]:
        """Those that exist, by id, in one round trip."""
        ...

    def fetch(self, wanted: Sequence[Wanted]) -> list[list[Document]]:
        """What each of them asks for, in no order and without a limit, all in one round trip."""
        ...

    def find(self, collection: Collection, where: Where, sort: Sort = (), limit: int = 100) -> list[Document]:
        """The first `limit` in the sort's order."""
        ...

    def page(
        self, collection: Collection, where: Where, sort: Sort = (), limit: int = 50, cursor: str | None = None
    ) -> Page:
        """Keyset paging: stable while documents come and go. An unreadable cursor raises Invalid("cursor")."""
        ...

    def count(self, collection: Collection, where: Where) -> int:
        """How many match."""
        ...

    def commit(self, writes: Sequence[Write], commit_id: str) -> None:
        """All or nothing, in order. Conflict, DuplicateKey, StoreUnavailable, CommitUnknown. No writes, no effect."""
        ...

    def mark(self, collection: Collection, ids: Sequence[str], fields: Mapping[str, Scalar]) -> None:
        """Set these fields in those of these documents that exist, whatever their versions, which move by one.

        Each document for itself, durable when it returns: for what is harmless to repeat after any error.
        """
        ...

    def explain(self, collection: Collection, where: Where, sort: Sort = ()) -> str | None:
        """The name of the index that answers this query, None when it scans. For tests."""
        ...

    def wait_for_change(self, collection: Collection, timeout_seconds: float) -> None:
        """Return soon after a commit that may have touched the collection, else after the timeout. A hint only."""
        ...

    def wait_for_new(self, collection: Collection, timeout_seconds: float) -> None:
        """The same for commits that may have inserted into it."""
        ...

    def ping(self) -> None:
        """StoreUnavailable when the engine cannot be reached or is not fit for use."""
        ...

    def close(self) -> None:
        """Give back connections; a later call opens new ones."""
        ...
