"""The total order of a query and the cursor that continues it.

Null and missing come first, then numbers, then text, then true and false (lists and objects have no stated place
and must not be sorted by). `_id` settles ties in the direction of the last key, so that one index serves a sort
both ways.
"""

import base64
import json
from typing import Any

from kernel.errors import Invalid
from kernel.store.document import checked_path, checked_scalar, lookup, proven_present, same
from kernel.store.port import Collection, Document, Has, In, Index, Not, Scalar, Sort, Span, Where

Order = tuple[tuple[str, int], ...]  # (path, 1 or -1), total


def split_key(key: str) -> tuple[str, int]:
    """(path, direction) of one key of a sort or an index."""
    return (checked_path(key[1:]), -1) if key.startswith("-") else (checked_path(key), 1)


def total_order(collection: Collection, where: Where, sort: Sort) -> Order:
    """The sort made total, without `_id` where a unique index excludes ties, so that this index can answer."""
    order = tuple(split_key(key) for key in sort)
    paths = [path for path, _ in order]
    if "_id" in paths:
        return order[: paths.index("_id") + 1]
    if _tie_free(collection, where, paths):
        return order
    return (*order, ("_id", order[-1][1] if order else 1))


def _tie_free(collection: Collection, where: Where, paths: list[str]) -> bool:
    fixed = {path for path, condition in where.items() if isinstance(condition, str | int | float)}
    for index in collection.indexes:
        keys = [key.removeprefix("-") for key in index.keys]
        settled = all((key in fixed or key in paths) and proven_present(where, key) for key in keys)
        if index.unique and settled and _covers(index, where):
            return True
    return False


def _covers(index: Index, where: Where) -> bool:
    """Whether every match lies in the part of the collection that the index holds."""
    missing = In(())
    for path, value in index.where.items():
        condition = where.get(path, missing)
        if isinstance(condition, In | Has | Not | Span) or not same(condition, value):
            return False
    return True


def encode_cursor(order: Order, last: Document) -> str:
    """The place after `last`. Holds the values of the sort keys: never sort by confidential text."""
    keys = [f"{path} {direction}" for path, direction in order]
    values = [checked_scalar(lookup(last, path)) for path, _ in order]
    text = json.dumps([keys, values], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(order: Order, cursor: str) -> tuple[Scalar, ...]:
    """The values to continue after. Invalid("cursor") when unreadable or made for another sort."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        decoded: Any = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        keys, values = decoded
        if keys != [f"{path} {direction}" for path, direction in order] or len(values) != len(order):
            raise ValueError("made for another sort")
        return tuple(checked_scalar(value) for value in values)
    except (ValueError, TypeError, RecursionError):
        raise Invalid("cursor", {"cursor": ["unreadable"]}) from None
