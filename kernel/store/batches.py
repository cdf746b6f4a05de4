"""A unit of work arranged for an engine: one batch per collection, checked, in the order in which it runs.

Order matters only within the same document and between holders of one unique key, so a batch runs removals,
then replacements and guards, then inserts: what frees a unique key precedes what takes it, and each kind is
one round trip. A collection in which a document is named twice keeps the order that was given.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.store.document import OWN_FIELDS, checked_document, checked_name
from kernel.store.port import Collection, Document, Guard, Insert, Remove, Replace, Write

RANK: dict[type[Write], int] = {Remove: 0, Replace: 1, Guard: 1, Insert: 2}


@dataclass(frozen=True, slots=True)
class Batch:
    """The writes to one collection, in running order."""

    collection: Collection
    writes: tuple[Write, ...]

    def lasting_ids(self) -> list[str]:
        """Ids of the documents that carry the commit's stamp once it has taken effect."""
        return [id_of(write) for write in self.writes if not isinstance(write, Remove)]


def arranged(writes: Sequence[Write]) -> list[Batch]:
    """Batches as their collections first appear; ValueError for a document that may not be kept."""
    by_name: dict[str, list[Write]] = {}
    for write in writes:
        if isinstance(write, Insert | Replace):
            checked_document(write.collection, write.document)
        by_name.setdefault(checked_name(write.collection), []).append(write)
    return [Batch(group[0].collection, _in_order(group)) for group in by_name.values()]


def _in_order(group: list[Write]) -> tuple[Write, ...]:
    if len({id_of(write) for write in group}) < len(group):
        return tuple(group)
    return tuple(sorted(group, key=lambda write: RANK[type(write)]))


def id_of(write: Write) -> str:
    """The id of the document that a write names."""
    if isinstance(write, Insert | Replace):
        text: str = write.document["_id"]
        return text
    return write.id


def version_after(write: Insert | Replace) -> int:
    """1 for a new document, one more than expected for a replaced one."""
    return 1 if isinstance(write, Insert) else write.expected_version + 1


def content(document: Document) -> Document:
    """The document without the store's own fields."""
    return {key: value for key, value in document.items() if key not in OWN_FIELDS}
