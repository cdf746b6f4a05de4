"""Conditions, orders and indexes as SQL over one table per collection: id, v, c, body (JSON text).

A field becomes one SQL value that keeps the port's order and never mixes types: null and missing are NULL, numbers
and text are themselves, objects, lists, false and true are one-byte blobs, which sort after text. The same
expression stands in the indexes, so that the planner can match it.

Nothing that a person typed becomes SQL: names and paths are checked against a narrow alphabet, values are
parameters, and the literals are those of the declared indexes.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from kernel.store.document import checked_name, checked_path, checked_scalar, proven_present, scalar_class
from kernel.store.order import Order, split_key
from kernel.store.port import Collection, Condition, Has, In, Index, Not, Scalar, Span, Where

Sql = tuple[str, list[Any]]  # text and parameters

COLUMNS = {"_id": "id", "_v": "v", "_c": "c"}
FALSE, TRUE = "x'03'", "x'04'"
FLOAT = "json_extract(?,'$')"  # the parser of the stored text reads it too: equal stays equal to the last bit
LOWEST = {"number": None, "text": "''", "bool": FALSE}  # where a class begins; only null lies below numbers
HIGHEST = {"number": "''", "text": "x''", "bool": None}  # where the next class begins
ELEMENT_TYPES = {"null": "'null'", "number": "'integer','real'", "text": "'text'"}


def table_of(collection: Collection) -> str:
    """The quoted table name; the prefix keeps collections apart from other tables in the file."""
    return f'"docs_{checked_name(collection)}"'


def index_name(collection: Collection, index: Index) -> str:
    """Unique in the whole file, because SQLite's index names are."""
    return f"docs_{collection.name}__{index.name}"


@lru_cache(maxsize=4096)
def field_sql(path: str) -> str:
    """The SQL value of a dotted path."""
    if path in COLUMNS:
        return COLUMNS[path]
    place = _place(path)
    return (
        f"(CASE json_type(body,{place}) WHEN 'object' THEN x'01' WHEN 'array' THEN x'02' "
        f"WHEN 'false' THEN {FALSE} WHEN 'true' THEN {TRUE} ELSE json_extract(body,{place}) END)"
    )


def _place(path: str) -> str:
    return "'$" + "".join(f'."{name}"' for name in checked_path(path).split(".")) + "'"


def _literal(value: Scalar) -> str:
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, float):
        return f"json_extract('{json.dumps(value)}','$')"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _operand(value: Scalar) -> Sql:
    checked_scalar(value)
    if isinstance(value, bool):
        return (TRUE if value else FALSE), []
    return (FLOAT, [json.dumps(value)]) if isinstance(value, float) else ("?", [value])


def where_sql(collection: Collection, where: Where) -> Sql:
    """All conditions joined by AND; `1` when there are none."""
    literals = _literals(collection)
    parts: list[str] = []
    params: list[Any] = []
    for path, condition in where.items():
        text, values = _condition(path, condition)
        if isinstance(condition, Scalar) and (path, type(condition), condition) in literals:
            text, values = _fixed(path, condition), []
        parts.append(text)
        params += values
    return " AND ".join(parts) or "1", params


def _literals(collection: Collection) -> set[tuple[str, type, Scalar]]:
    """Conditions of partial indexes: the planner recognises them as literals only, not as parameters."""
    return {(path, type(value), value) for index in collection.indexes for path, value in index.where.items()}


def _fixed(path: str, value: Scalar) -> str:
    return f"{field_sql(path)} IS NULL" if value is None else f"{field_sql(path)} = {_literal(value)}"


def _condition(path: str, condition: Condition) -> Sql:
    field = field_sql(path)
    if isinstance(condition, In):
        return _any_of(field, condition.values)
    if isinstance(condition, Has):
        return _has(path, condition.value)
    if isinstance(condition, Not):
        return _differs(field, condition.value)
    if isinstance(condition, Span):
        return _span(field, condition)
    return _equals(field, condition)


def _equals(field: str, value: Scalar) -> Sql:
    if value is None:
        return f"{field} IS NULL", []
    text, params = _operand(value)
    return f"{field} = {text}", params


def _differs(field: str, value: Scalar) -> Sql:
    if value is None:
        return f"{field} IS NOT NULL", []
    text, params = _operand(value)
    return f"{field} IS NOT {text}", params


def _any_of(field: str, values: Iterable[Scalar]) -> Sql:
    operands = [_operand(value) for value in values if value is not None]
    parts = [f"{field} IN ({','.join(text for text, _ in operands)})"] if operands else []
    if None in values:
        parts.append(f"{field} IS NULL")
    return f"({' OR '.join(parts) or '0'})", [param for _, params in operands for param in params]


def _has(path: str, value: Scalar) -> Sql:
    place, kind = _place(path), scalar_class(checked_scalar(value))
    params: list[Any] = []
    if kind == "bool":
        test = f"e.type = '{'true' if value else 'false'}'"
    elif value is None:
        test = "e.type = 'null'"
    else:
        text, params = _operand(value)
        test = f"e.type IN ({ELEMENT_TYPES[kind]}) AND e.value = {text}"
    is_list = f"json_type(body,{place}) = 'array'"
    elements = f"SELECT 1 FROM json_each(body,{place}) AS e WHERE {test}"  # noqa: S608 - see the module's docstring
    return f"({is_list} AND EXISTS ({elements}))", params


def _span(field: str, span: Span) -> Sql:
    bounds = [value for value in (span.at_least, span.below) if value is not None]
    classes = {scalar_class(checked_scalar(value)) for value in bounds}
    if not classes:
        return f"{field} IS NOT NULL", []
    if len(classes) > 1:
        return "0", []
    low, high = _bounds(span, classes.pop())
    parts = [f"{field} >= {low[0]}"] if low else []
    parts += [f"{field} < {high[0]}"] if high else []
    return " AND ".join(parts), [*(low[1] if low else []), *(high[1] if high else [])]


def _bounds(span: Span, kind: str) -> tuple[Sql | None, Sql | None]:
    """Both ends; an open end stops where the class of the other end stops."""
    lowest, highest = LOWEST[kind], HIGHEST[kind]
    low = _operand(span.at_least) if span.at_least is not None else (lowest, []) if lowest else None
    high = _operand(span.below) if span.below is not None else (highest, []) if highest else None
    return low, high


def order_sql(order: Order) -> str:
    """The ORDER BY list."""
    return ", ".join(f"{field_sql(path)} {'ASC' if way == 1 else 'DESC'}" for path, way in order)


def after_sql(order: Order, values: tuple[Scalar, ...], where: Where) -> Sql:
    """Everything that comes after the row with these values in this order."""
    branches: list[str] = []
    params: list[Any] = []
    equal: list[Sql] = []
    for (path, way), value in zip(order, values, strict=True):
        beyond = _beyond(field_sql(path), way, value)
        branches.append(" AND ".join([text for text, _ in equal] + [beyond[0]]))
        params += [param for _, held in [*equal, beyond] for param in held]
        equal.append(_equals(field_sql(path), value))
    bound = _leading_bound(order[0], values[0], where)
    return f"{bound[0]} AND (({') OR ('.join(branches)}))", bound[1] + params


def _beyond(field: str, way: int, value: Scalar) -> Sql:
    if value is None:
        return (f"{field} IS NOT NULL" if way == 1 else "0"), []
    text, params = _operand(value)
    return (f"{field} > {text}", params) if way == 1 else (f"({field} < {text} OR {field} IS NULL)", params)


def _leading_bound(key: tuple[str, int], value: Scalar, where: Where) -> Sql:
    """Implied by the branches, but only in this form does the planner start reading at the cursor.

    Downwards it would lose the nulls, so there it needs a condition that excludes them.
    """
    if value is None or (key[1] == -1 and not proven_present(where, key[0])):
        return "1", []
    text, params = _operand(value)
    return f"{field_sql(key[0])} {'>=' if key[1] == 1 else '<='} {text}", params


def mark_sql(collection: Collection, fields: Mapping[str, Scalar]) -> Sql:
    """Sets these fields in the documents whose ids come, as a JSON list, behind these parameters."""
    places = ", ".join(f"'$.{checked_path(name)}', json(?)" for name in fields)
    change = f"v = v + 1, body = json_set(body, {places})"
    text = f"UPDATE {table_of(collection)} SET {change} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - above
    return text, [json.dumps(value) for value in fields.values()]


def index_sql(collection: Collection, index: Index) -> str:
    """The index, ended by id so that it also answers the total order; a unique one leaves out null keys."""
    keys = [split_key(key) for key in index.keys]
    conditions = [_fixed(path, value) for path, value in index.where.items()]
    if index.unique:
        conditions += [f"{field_sql(path)} IS NOT NULL" for path, _ in keys]
    elif "_id" not in (path for path, _ in keys):
        keys.append(("_id", keys[-1][1]))
    unique = "UNIQUE " if index.unique else ""
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    name, table = index_name(collection, index), table_of(collection)
    return f'CREATE {unique}INDEX IF NOT EXISTS "{name}" ON {table} ({order_sql(tuple(keys))}){where}'
