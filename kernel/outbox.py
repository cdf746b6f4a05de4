"""Events wait here, in the transaction that decided them, until the relay has Kafka's acknowledgement for each.

`at` never runs backwards within a stream, whatever the clocks of the writing processes, so that sorting by it keeps the
order in which a child's events were decided.
"""

from datetime import datetime

from kernel.clock import from_text, to_text
from kernel.contract import Event, dump, wire_type
from kernel.envelope import Envelope
from kernel.store.port import Collection, Document, Index

PENDING = Index(("at", "stream", "sequence"), where={"state": "pending"})
OUTBOX = Collection("outbox", (PENDING, Index(("stream", "sequence"))))


def row(
    event: Event, *, id: str, sequence: int, at: datetime, correlation: str, causation: str, trace: str | None
) -> Document:
    """A pending event; the id is the event's id for ever."""
    return {
        "_id": id,
        "state": "pending",
        "stream": event.child,
        "sequence": sequence,
        "at": to_text(at),
        "type": wire_type(type(event)),
        "correlation": correlation,
        "causation": causation,
        "trace": trace,
        "event": dump(event),
    }


def envelope(document: Document, source: str) -> Envelope:
    """The envelope of a stored row; what it carries stays in `document["event"]`, as it was checked when decided."""
    return Envelope(
        id=document["_id"],
        source=source,
        type=document["type"],
        time=from_text(document["at"]),
        key=document["stream"],
        sequence=document["sequence"],
        correlation=document["correlation"],
        causation=document["causation"],
        traceparent=document["trace"],
        event=None,
    )
