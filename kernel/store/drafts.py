"""What a batch has decided so far and not yet written: the next decision of the batch reads it as if it were stored."""

from collections.abc import Iterable

from kernel.errors import Conflict
from kernel.store.batches import id_of
from kernel.store.port import Collection, Document, Guard, Insert, Remove, Replace, Write

Place = tuple[str, str]  # collection, id


class Unseen(Exception):
    """A question that the drafts cannot answer: it may concern documents that are not stored yet."""


class Drafts:
    """Writes in the order in which they were decided, those of one document merged into one."""

    def __init__(self) -> None:
        self._merged: dict[Place, Write] = {}
        self._gone: set[Place] = set()  # inserted and removed again: nothing is left to write

    def add(self, writes: list[Write]) -> None:
        """Decided upon what `view` shows. Conflict when a version does not follow on the draft; Unseen for a guard."""
        for write in writes:
            place = (write.collection.name, id_of(write))
            before = self._merged.get(place)
            after = write if before is None else _after(before, write)
            self._gone.discard(place)
            if after is not None:
                self._merged[place] = after
            else:
                del self._merged[place]
                self._gone.add(place)

    def touches(self, collection: Collection) -> bool:
        """Whether anything of it is drafted."""
        return any(name == collection.name for name, _ in (*self._merged, *self._gone))

    def view(self, collection: Collection, id: str, stored: Document | None) -> Document | None:
        """The document as the batch leaves it, with the version that its next write must expect."""
        place = (collection.name, id)
        write = self._merged.get(place)
        if place in self._gone or isinstance(write, Remove):
            return None
        if isinstance(write, Guard):
            raise Unseen(collection.name)
        return stored if write is None else {**write.document, "_v": _version(write)}

    def over(self, collection: Collection, stored: Iterable[Document]) -> list[Document]:
        """Stored documents as the batch leaves them, and whatever else it has drafted in the collection."""
        there = {document["_id"]: document for document in stored}
        ids = dict.fromkeys([*there, *(id for name, id in self._merged if name == collection.name)])
        views = [self.view(collection, id, there.get(id)) for id in ids]
        return [view for view in views if view is not None]

    def writes(self) -> list[Write]:
        """One write for each document."""
        return list(self._merged.values())


def _version(write: Insert | Replace) -> int:
    return 1 if isinstance(write, Insert) else write.expected_version + 1


def _after(before: Write, write: Write) -> Write | None:
    """Both as one write; None when nothing remains of them."""
    if isinstance(before, Guard) or isinstance(write, Guard):
        raise Unseen(write.collection.name)
    if isinstance(before, Remove):
        if not isinstance(write, Insert):
            raise Conflict("a document that the batch removed is written")
        return Replace(write.collection, write.document, before.expected_version)
    if isinstance(write, Insert) or write.expected_version != _version(before):
        raise Conflict("a document of this batch has another version")
    if isinstance(before, Insert):
        return Insert(write.collection, write.document) if isinstance(write, Replace) else None
    if isinstance(write, Replace):
        return Replace(write.collection, write.document, before.expected_version)
    return Remove(write.collection, write.id, before.expected_version)
