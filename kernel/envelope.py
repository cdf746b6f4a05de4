"""CloudEvents 1.0 in Kafka binary mode: attributes in `ce_` headers, the event alone in the value.

Extensions: `sequence` (position in the key's stream of the producing service, from 1, without gaps), `correlationid`
(the first message of the chain), `causationid` (the message that led to this one), `traceparent` (W3C).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.bus.port import Outgoing, Record
from kernel.clock import from_text, to_text
from kernel.contract import Event, dump, load
from kernel.errors import Poison

SPEC_VERSION = "1.0"
CONTENT_TYPE = "application/json"
VALUE_BYTES_MAX = 64 * 1024  # an event is identifiers and codes; anything larger is not one of ours
SOURCE_PREFIX = "urn:alliance:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A typed event with where and when it was decided."""

    id: str
    source: str  # the producing service
    type: str
    time: datetime
    key: str
    sequence: int
    correlation: str
    causation: str
    traceparent: str | None
    event: Event | None  # None: a type this reader does not handle


def to_record(topic: str, envelope: Envelope, data: Mapping[str, Any] | None = None) -> Outgoing:
    """The record to send. `envelope.event`, or what `dump` made of it before, must be given."""
    if data is None:
        if envelope.event is None:
            raise ValueError("an envelope without event cannot be sent")
        data = dump(envelope.event)
    attributes = {
        "ce_specversion": SPEC_VERSION,
        "ce_id": envelope.id,
        "ce_source": SOURCE_PREFIX + envelope.source,
        "ce_type": envelope.type,
        "ce_time": to_text(envelope.time),
        "ce_subject": envelope.key,
        "ce_sequence": str(envelope.sequence),
        "ce_correlationid": envelope.correlation,
        "ce_causationid": envelope.causation,
        "content-type": CONTENT_TYPE,
    }
    if envelope.traceparent:
        attributes["ce_traceparent"] = envelope.traceparent
    value = json.dumps(data, separators=(",", ":"), sort_keys=True).encode()
    headers = tuple((name, text.encode()) for name, text in attributes.items())
    return Outgoing(topic=topic, key=envelope.key, value=value, headers=headers)


def from_record(record: Record, known: Mapping[str, type[Event]]) -> Envelope:
    """Parse strictly what routing needs, tolerantly the rest. Raises Poison with a code; never echoes the bytes."""
    attributes = _attributes(record)
    if record.key is None:
        raise Poison("no-key")
    if attributes.get("ce_specversion") != SPEC_VERSION:
        raise Poison("not-a-cloudevent")
    try:
        return Envelope(
            id=attributes["ce_id"],
            source=attributes["ce_source"].removeprefix(SOURCE_PREFIX),
            type=attributes["ce_type"],
            time=from_text(attributes["ce_time"]),
            key=record.key,
            sequence=int(attributes["ce_sequence"]),
            correlation=attributes.get("ce_correlationid", attributes["ce_id"]),
            causation=attributes.get("ce_causationid", attributes["ce_id"]),
            traceparent=attributes.get("ce_traceparent"),
            event=_event(record, known.get(attributes["ce_type"])),
        )
    except (KeyError, ValueError) as error:
        raise Poison("bad-attributes") from error


def _attributes(record: Record) -> dict[str, str]:
    try:
        return {name: value.decode() for name, value in record.headers}
    except UnicodeDecodeError as error:
        raise Poison("bad-headers") from error


def _event(record: Record, cls: type[Event] | None) -> Event | None:
    if cls is None:
        return None
    if len(record.value) > VALUE_BYTES_MAX:
        raise Poison("too-large")
    try:
        data = json.loads(record.value)
    except (ValueError, RecursionError) as error:
        raise Poison("bad-json") from error
    return load(cls, data)
