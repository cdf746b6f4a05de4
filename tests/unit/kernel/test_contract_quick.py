"""The quick way and the schema never differ: what the one accepts the other reads as the same."""

import copy
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as some
from marshmallow import ValidationError

from contracts.examples import example
from contracts.topics import ALL_EVENTS
from kernel import contract_quick
from kernel.contract import Event, load, schema_of
from kernel.errors import Poison

EXAMPLES = [cast(Event, schema_of(cast(Any, cls)).load(example(cls))) for cls in ALL_EVENTS]
JUNK = some.one_of(
    some.none(), some.booleans(), some.integers(), some.floats(allow_nan=False), some.text("a1:\n", max_size=4),
    some.sampled_from(["a", "safety-concern", "2026-03-01T09:00:00.000000Z", "2026-13-01T09:00:00.000000Z", "x\n"]),
    some.lists(some.sampled_from(["a", 1, None]), max_size=2), some.just({}),
)  # fmt: skip


def by_schema(cls: type[Event], data: Any) -> Any:
    try:
        return schema_of(cast(Any, cls), "exclude").load(data)
    except (ValidationError, TypeError, AttributeError, KeyError):
        return Poison


def by_either(cls: type[Event], data: Any) -> Any:
    try:
        return load(cls, data)
    except Poison:
        return Poison


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with every key in it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in inner for place in ((value, key), *places(item))]


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: event.wire_type)
def test_an_event_in_order_goes_the_quick_way_and_comes_out_the_same(event: Event) -> None:
    schema = schema_of(cast(Any, type(event)))
    data = contract_quick.writer(type(event))(event)
    assert data == schema.dump(event)
    assert contract_quick.reader(type(event))(data) == schema.load(data) == event


@given(some.sampled_from(EXAMPLES), some.data())
def test_what_is_changed_in_an_event_is_read_as_the_schema_reads_it(event: Event, drawn: some.DataObject) -> None:
    data = copy.deepcopy(schema_of(cast(Any, type(event))).dump(event))
    holder, key = drawn.draw(some.sampled_from(places(data)))
    if drawn.draw(some.booleans()):
        holder[key] = drawn.draw(JUNK)
    elif isinstance(holder, dict):
        holder[drawn.draw(some.sampled_from(["unknown", key]))] = holder.pop(key)
    else:
        holder.append(drawn.draw(JUNK))
    assert by_either(type(event), data) == by_schema(type(event), data)
