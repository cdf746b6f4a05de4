"""The port's filter and order in plain Python, for documents that are in memory already.

The contract suite holds every adapter against it, so that what is answered here is what the engine would have answered.
"""

from collections.abc import Iterable
from typing import Any

from kernel.store.document import lookup
from kernel.store.order import split_key
from kernel.store.port import Condition, Document, Has, In, Not, Sort, Span, Where

NULL, NUMBER, TEXT, TRUTH = range(4)  # classes in the port's order; values of two classes are never equal


def matches(document: Document, where: Where) -> bool:
    """Whether all conditions hold."""
    return all(_holds(lookup(document, path), condition) for path, condition in where.items())


def in_order(documents: Iterable[Document], sort: Sort) -> list[Document]:
    """Null first, numbers, text, truth values; `_id` last, in the direction of the last key."""
    keys = [split_key(key) for key in sort]
    found = list(documents)
    for path, way in reversed([*keys, ("_id", keys[-1][1] if keys else 1)]):
        found.sort(key=lambda document: _sortable(lookup(document, path)), reverse=way < 0)
    return found


def _holds(value: Any, condition: Condition) -> bool:
    if isinstance(condition, In):
        return any(_equal(value, one) for one in condition.values)
    if isinstance(condition, Has):
        return isinstance(value, list) and any(_equal(element, condition.value) for element in value)
    if isinstance(condition, Not):
        return not _equal(value, condition.value)
    if isinstance(condition, Span):
        return _within(value, condition)
    return _equal(value, condition)


def _within(value: Any, span: Span) -> bool:
    ends = [end for end in (span.at_least, span.below) if end is not None]
    if not ends:
        return value is not None
    if isinstance(value, list | dict) or any(_class(end) != _class(value) for end in ends):
        return False
    high_enough = span.at_least is None or value >= span.at_least
    return bool(high_enough and (span.below is None or value < span.below))


def _equal(value: Any, other: Any) -> bool:
    return not isinstance(value, list | dict) and _class(value) == _class(other) and bool(value == other)


def _class(value: Any) -> int:
    if value is None:
        return NULL
    return TRUTH if isinstance(value, bool) else TEXT if isinstance(value, str) else NUMBER


def _sortable(value: Any) -> tuple[int, Any]:
    return _class(value), 0 if value is None else value
