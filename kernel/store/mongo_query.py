"""Conditions, orders and indexes in MongoDB's language, narrowed to the port's meaning.

MongoDB looks into lists on its own: `{"a": 1}` also matches `a: [1, 2]`, and `a.b` reads through a list of objects.
The port does not, so a condition also asks that neither the field nor a step before it is a list. `Has` is the one
way into a list.
"""

import math
from collections.abc import Sequence
from typing import Any

from kernel.store.document import OWN_FIELDS, checked_name, checked_path, checked_scalar, scalar_class
from kernel.store.order import Order, split_key
from kernel.store.port import Collection, Condition, Has, In, Index, Not, Scalar, Span, Wanted, Where

Filter = dict[str, Any]

NOT_A_LIST = {"$not": {"$type": "array"}}
IS_A_LIST = {"$type": "array"}
LOWEST_VALUES: tuple[Scalar, ...] = ("", -math.inf, False)  # >= one of them: text, a number, or a truth value
NOTHING: Filter = {"_id": {"$in": []}}


def where_filter(where: Where) -> Filter:
    """All conditions."""
    return joined([_condition(checked_path(path), condition) for path, condition in where.items()])


def joined(clauses: list[Filter]) -> Filter:
    """All of them; everything when there are none."""
    return {"$and": clauses} if len(clauses) > 1 else clauses[0] if clauses else {}


def _condition(path: str, condition: Condition) -> Filter:
    if isinstance(condition, In):
        return _any_of(path, condition.values)
    if isinstance(condition, Has):
        return _plain(path, {"$elemMatch": {"$eq": checked_scalar(condition.value)}})
    if isinstance(condition, Not):
        return {"$nor": [_any_of(path, (condition.value,))]}
    if isinstance(condition, Span):
        return _span(path, condition)
    return _any_of(path, (condition,))


def _any_of(path: str, values: tuple[Scalar, ...]) -> Filter:
    for value in values:
        checked_scalar(value)
    test = {"$eq": values[0]} if len(values) == 1 else {"$in": list(values)}
    if path in OWN_FIELDS:
        return {path: test}
    plain = _plain(path, test | NOT_A_LIST)
    steps = _steps(path)
    if None in values and steps:  # behind a list the field counts as missing
        return {"$or": [plain, *({step: IS_A_LIST} for step in steps)]}
    return plain


def _plain(path: str, test: Filter) -> Filter:
    """The test, on a path on which no step is a list."""
    return {path: test} | dict.fromkeys(_steps(path), NOT_A_LIST)


def _steps(path: str) -> list[str]:
    names = path.split(".")
    return [".".join(names[:length]) for length in range(1, len(names))]


def _span(path: str, span: Span) -> Filter:
    ends = {"$gte": span.at_least, "$lt": span.below}
    test: Filter = {operator: checked_scalar(value) for operator, value in ends.items() if value is not None}
    if not test:
        return {"$nor": [_any_of(path, (None,))]}
    if len({scalar_class(value) for value in test.values()}) > 1:
        return NOTHING
    return _plain(path, test if path in OWN_FIELDS else test | NOT_A_LIST)


def union_pipeline(wanted: Sequence[Wanted]) -> list[Filter]:
    """What all of them ask for, read by one aggregation over the first one's collection: `n` says whose, `d` is it."""
    first, *others = [_numbered(item, number) for number, item in enumerate(wanted)]
    unions = [
        {"$unionWith": {"coll": checked_name(item.collection), "pipeline": steps}}
        for item, steps in zip(wanted[1:], others, strict=True)
    ]
    return [*first, *unions]


def _numbered(wanted: Wanted, number: int) -> list[Filter]:
    document = {"_id": False, "n": {"$literal": number}, "d": "$$ROOT"}
    return [{"$match": _any_of(checked_path(wanted.field), wanted.values)}, {"$project": document}]


def sort_keys(order: Order) -> list[tuple[str, int]]:
    """The sort of a find."""
    return list(order)


def after_filter(order: Order, values: tuple[Scalar, ...], where: Filter) -> Filter:
    """Everything that comes after the document with these values. Compares across types, as the sort does."""
    branches: list[Filter] = []
    equal: list[Filter] = []
    for (path, way), value in zip(order, values, strict=True):
        branches.append(joined([*equal, _beyond(path, way, value, "")]))
        equal.append({path: value})
    clauses = [where] if where else []
    if values[0] is not None:  # implied by the branches; lets the engine start reading the index at the cursor
        clauses.append(_beyond(order[0][0], order[0][1], values[0], "e"))
    return joined([*clauses, {"$or": branches}])


def _beyond(path: str, way: int, value: Scalar, or_equal: str) -> Filter:
    if value is None:
        return {path: {"$ne": None}} if way == 1 else NOTHING
    operator = ("$gt" if way == 1 else "$lt") + or_equal
    return {"$expr": {operator: [f"${path}", {"$literal": value}]}}


def index_keys(index: Index) -> list[tuple[str, int]]:
    """Ended by `_id` so that the index also answers the total order; not so a unique one."""
    keys = [split_key(key) for key in index.keys]
    if not index.unique and "_id" not in (path for path, _ in keys):
        keys.append(("_id", keys[-1][1]))
    return keys


def index_filter(index: Index) -> Filter | None:
    """What the index holds, None for everything.

    Written as comparisons: from these the planner can prove that a query stays inside, from `$type` it cannot.
    """
    clauses: list[Filter] = [{path: value} for path, value in index.where.items()]
    if index.unique:
        for key in index.keys:
            path, _ = split_key(key)
            clauses.append({"$or": [{path: {"$gte": lowest}} for lowest in LOWEST_VALUES]})
    return joined(clauses) or None


def index_used(collection: Collection, where: Where, plan: dict[str, Any]) -> str | None:
    """The declared name of the index in a winning plan. Reading a whole index to filter is a scan."""
    if plan.get("stage") == "IDHACK":
        return "_id"
    if plan.get("stage") != "IXSCAN":
        inner = [plan[name] for name in ("inputStage", "queryPlan") if name in plan] + plan.get("inputStages", [])
        return next((name for step in inner if (name := index_used(collection, where, step))), None)
    narrowed = any(
        bounds != ["[MinKey, MaxKey]"] and bounds != ["[MaxKey, MinKey]"] for bounds in plan["indexBounds"].values()
    )
    for index in collection.indexes:
        if plan["indexName"] == index.name:
            return index.name if narrowed or index.where or not where else None
    return "_id" if narrowed else None
