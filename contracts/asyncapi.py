"""AsyncAPI 3.0 of the whole language: one channel per topic, one message per event version, who sends and who hears."""

from collections.abc import Iterable
from typing import Any

from contracts.examples import example
from contracts.topics import ALL_EVENTS, HEARD, PUBLISHED, producer_of, topic_of
from kernel.contract import Event, wire_type
from kernel.schema import json_schema

DESCRIPTION = (
    "Events carry identifiers, codes and times only; text stays encrypted with its owner. The record key is the "
    "child's pseudonym: what concerns one child is heard in the order in which it was decided. "
    "CloudEvents 1.0, Kafka binary mode."
)
HEADERS = (
    "ce_specversion",
    "ce_id",
    "ce_source",
    "ce_type",
    "ce_time",
    "ce_subject",
    "ce_sequence",
    "ce_correlationid",
    "ce_causationid",
    "content-type",
)
VERSION = "1.0.0"
KEY = {"key": {"type": "string", "description": "the child's pseudonym"}, "bindingVersion": "0.5.0"}


def document() -> dict[str, Any]:
    """The document as plain values."""
    speakers = [name for name, events in PUBLISHED.items() if events]
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Alliance events", "version": VERSION, "description": DESCRIPTION},
        "defaultContentType": "application/json",
        "channels": {name: _channel(name) for name in speakers},
        "operations": {**_operations("send", PUBLISHED), **_operations("receive", HEARD)},
        "components": {"messages": {wire_type(event): _message(event) for event in ALL_EVENTS}},
    }


def _channel(service: str) -> dict[str, Any]:
    topic = topic_of(service)
    binding = {"topic": topic.name, "partitions": topic.partitions, "bindingVersion": "0.5.0"}
    messages = {wire_type(event): _reference(f"components/messages/{wire_type(event)}") for event in PUBLISHED[service]}
    return {"address": topic.name, "messages": messages, "bindings": {"kafka": binding}}


def _operations(action: str, table: Any) -> dict[str, Any]:
    operations = {}
    for service, events in table.items():
        for producer in sorted({producer_of(event) for event in events}):
            mine = [event for event in events if producer_of(event) == producer]
            name = f"{service}-{action}s-{producer}"
            operations[name] = {
                "action": action,
                "channel": _reference(f"channels/{producer}"),
                "messages": _references(producer, mine),
            }
    return operations


def _references(channel: str, events: Iterable[type[Event]]) -> list[dict[str, str]]:
    return [_reference(f"channels/{channel}/messages/{wire_type(event)}") for event in events]


def _reference(path: str) -> dict[str, str]:
    return {"$ref": f"#/{path}"}


def _message(event: type[Event]) -> dict[str, Any]:
    schema = json_schema(event)
    headers = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in HEADERS},
        "required": list(HEADERS),
    }
    return {
        "name": wire_type(event),
        "title": event.__name__,
        "summary": schema["description"],
        "headers": headers,
        "payload": {name: value for name, value in schema.items() if not name.startswith("$")},
        "bindings": {"kafka": KEY},
        "examples": [{"payload": example(event)}],
    }
