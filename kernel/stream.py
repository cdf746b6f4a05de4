"""One document per stream (a child, or a person or clinic for what concerns no child) in each service's database.

It holds the position of the last event, the head of the audit chain and the newest time. Every commit on the stream
replaces it under a version check, so that two commits on one child exclude each other: no write skew within a child.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from kernel.audit import GENESIS
from kernel.clock import from_text, to_text
from kernel.store.port import Collection, Document, Insert, Replace, Store, Write

STREAMS = Collection("streams")
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stream:
    """The head of one stream; version 0 means that it does not exist yet."""

    id: str
    version: int = 0
    sequence: int = 0
    audit_position: int = 0
    audit_hash: str = GENESIS
    at: datetime = BEGINNING

    def moved(self, *, sequence: int, audit_position: int, audit_hash: str, at: datetime) -> "Stream":
        """The head after a commit; time never runs backwards."""
        return replace(
            self, sequence=sequence, audit_position=audit_position, audit_hash=audit_hash, at=max(at, self.at)
        )

    def write(self) -> Write:
        """Insert or replace, failing if somebody else moved the stream since it was loaded."""
        document: Document = {
            "_id": self.id,
            "sequence": self.sequence,
            "audit_position": self.audit_position,
            "audit_hash": self.audit_hash,
            "at": to_text(self.at),
        }
        return Replace(STREAMS, document, self.version) if self.version else Insert(STREAMS, document)


def load(store: Store, id: str) -> Stream:
    """The head as committed now."""
    return head(store.get(STREAMS, id), id)


def head(document: Document | None, id: str) -> Stream:
    """The head in a stored document."""
    if document is None:
        return Stream(id)
    return Stream(
        id=id,
        version=document["_v"],
        sequence=document["sequence"],
        audit_position=document["audit_position"],
        audit_hash=document["audit_hash"],
        at=from_text(document["at"]),
    )
