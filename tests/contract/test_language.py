"""The published language: what is declared is what is sent, and no reader is ever broken."""

import copy
import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from contracts import generate
from contracts.examples import example
from contracts.topics import ALL_EVENTS, HEARD, SERVICES, channels_of
from deploy.platform import programs
from kernel.bus.port import Record
from kernel.clock import from_text
from kernel.contract import Event, dump, load, wire_type
from kernel.envelope import Envelope, from_record, to_record
from kernel.errors import Poison
from kernel.schema import breaks, json_schema

EVENTS = pytest.mark.parametrize("event", ALL_EVENTS, ids=wire_type)


@EVENTS
def test_a_golden_example_loads_for_ever(event: type[Event]) -> None:
    golden = json.loads((generate.GOLDEN / f"{wire_type(event)}.json").read_text("utf-8"))
    assert _kept(golden, dump(load(event, golden)))


def _kept(old: Any, new: Any) -> bool:
    """Everything that was said then is said now, whatever has been added since, at every depth."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(name in new and _kept(value, new[name]) for name, value in old.items())
    if isinstance(old, list):
        return isinstance(new, list) and len(old) == len(new) and all(map(_kept, old, new))
    return bool(old == new)


@EVENTS
def test_an_example_fits_the_json_schema_and_survives_the_trip(event: type[Event]) -> None:
    data = example(event)
    Draft202012Validator(json_schema(event)).validate(data)
    assert dump(load(event, data)) == data


@EVENTS
def test_readers_ignore_fields_they_do_not_know_at_every_depth(event: type[Event]) -> None:
    data = example(event)
    wider = {**data, "new_field": 1}
    for name, value in wider.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            wider[name] = [{**value[0], "another": True}]
    assert dump(load(event, wider)) == data


@EVENTS
def test_no_field_of_an_event_can_hold_a_sentence(event: type[Event]) -> None:
    for name, value in example(event).items():
        if isinstance(value, str):
            with pytest.raises(Poison):
                load(event, {**example(event), name: "he said he wants to run away"})


@EVENTS
def test_an_event_travels_as_a_cloudevent_in_binary_mode(event: type[Event]) -> None:
    envelope = Envelope(
        id="e1", source="notes", type=wire_type(event), time=from_text("2026-03-02T09:00:00.000000Z"), key="child-1",
        sequence=4, correlation="r1", causation="m1", traceparent=None, event=load(event, example(event)),
    )  # fmt: skip
    out = to_record("alliance.test", envelope)
    headers = dict(out.headers)
    assert (headers["ce_specversion"], headers["content-type"]) == (b"1.0", b"application/json")
    record = Record(out.topic, 0, 0, out.key, out.value, out.headers, 0)
    assert from_record(record, {wire_type(event): event}) == envelope


@given(st.binary(max_size=400), st.dictionaries(st.text(max_size=12), st.binary(max_size=40), max_size=5))
def test_no_bytes_break_the_reader_with_anything_but_poison(value: bytes, headers: dict[str, bytes]) -> None:
    known = {wire_type(event): event for event in ALL_EVENTS}
    record = Record("t", 0, 0, "k", value, tuple(headers.items()), 0)
    with pytest.raises(Poison):
        from_record(record, known)


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
WORDS = st.text(max_size=5)
ANY_JSON = st.recursive(
    SCALARS, lambda c: st.lists(c, max_size=3) | st.dictionaries(WORDS, c, max_size=3), max_leaves=8
)


@given(ANY_JSON)
def test_no_json_breaks_the_loader_with_anything_but_poison(data: Any) -> None:
    for event in ALL_EVENTS:
        with pytest.raises(Poison):
            load(event, data)


def test_generated_files_are_fresh_and_nothing_is_broken_or_unheard() -> None:
    assert generate.stale() == []
    assert generate.incompatible() == []
    assert generate.unheard() == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_handles_exactly_what_the_table_says_it_hears(service: str) -> None:
    program = programs([service])[service]
    assert set(program.service.events) == set(HEARD[service])
    assert program.channels == channels_of(service)


@pytest.mark.parametrize("change", ["removed", "retyped", "required", "value-lost"])
def test_an_incompatible_change_is_caught(change: str) -> None:
    event = next(item for item in ALL_EVENTS if wire_type(item) == "notes.concern-raised.v1")
    old = json_schema(event)
    new = copy.deepcopy(old)
    if change == "removed":
        del new["properties"]["note"]
    elif change == "retyped":
        new["properties"]["raised_at"]["type"] = "integer"
    elif change == "required":
        new["properties"]["fresh"] = {"type": "string"}
        new["required"].append("fresh")
    else:
        new["properties"]["kind"]["enum"].remove("neglect")
    assert breaks(old, new)
    assert breaks(old, old) == []


def test_every_event_names_its_child() -> None:
    assert all("child" in {item.name for item in fields(event)} for event in ALL_EVENTS)  # type: ignore[arg-type]
