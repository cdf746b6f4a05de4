"""What a document may hold, and how a dotted path reads it: one rule for every adapter.

Text has no NUL, whole numbers fit 64 bits, other numbers are finite, keys are free of dots, `$` in front, NUL
and emptiness, nesting ends at 90 levels. Each rule is a limit of one of the two engines; keeping all of them on
both means that a document accepted by the embedded store is accepted by MongoDB.
"""

import math
import re
from typing import Any

from kernel.store.port import Collection, Document, In, Index, Not, Scalar, Span, Where

DEPTH_MAX = 90  # levels; MongoDB refuses more than 100, the margin is for its own wrapping
INT_MIN, INT_MAX = -(2**63), 2**63 - 1
PATH = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
OWN_FIELDS = ("_id", "_v", "_c")


def checked_document(collection: Collection, document: Document) -> None:
    """ValueError unless both engines can keep, index and give back this document."""
    if not isinstance(document.get("_id"), str) or not document["_id"]:
        raise ValueError("a document needs a text _id")
    _check(document, 0)
    for index in collection.indexes:
        _check_keys(index, document)


def checked_path(path: str) -> str:
    """The path, or ValueError: paths are written by us, never taken from a request."""
    if PATH.fullmatch(path) is None:
        raise ValueError("a path is made of letters, digits, _ and -, joined by dots")
    return path


def checked_name(collection: Collection) -> str:
    """The collection's name, or ValueError."""
    if NAME.fullmatch(collection.name) is None:
        raise ValueError("a collection is named with letters, digits and _")
    return collection.name


def checked_scalar(value: Any) -> Scalar:
    """The value, or ValueError when it is no JSON scalar that both engines compare alike."""
    if isinstance(value, dict | list):
        raise ValueError("a condition compares with a scalar")
    _check(value, 0)
    scalar: Scalar = value
    return scalar


def _check(value: Any, depth: int) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif value is None or isinstance(value, bool):
        return
    elif isinstance(value, int):
        if not INT_MIN <= value <= INT_MAX:
            raise ValueError("a whole number must fit 64 bits")
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("a number must be finite")
    else:
        _check_nested(value, depth)


def _check_nested(value: Any, depth: int) -> None:
    if depth > DEPTH_MAX:
        raise ValueError("a document is nested too deeply")
    if isinstance(value, dict):
        for key, item in value.items():
            _check_key(key)
            _check(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)
    else:
        raise ValueError("a document holds JSON values only")


def _check_text(value: str) -> None:
    if "\x00" in value:
        raise ValueError("text must not contain NUL")
    if not value.isascii():
        value.encode()  # a lone surrogate raises UnicodeEncodeError, which is a ValueError


def _check_key(key: Any) -> None:
    if not isinstance(key, str) or not key or key[0] == "$" or "." in key:
        raise ValueError("a key is text without dots, without $ in front, and not empty")
    _check_text(key)


def _check_keys(index: Index, document: Document) -> None:
    """MongoDB indexes every element of a list: wrong for a unique key, impossible for two lists at once."""
    values = [lookup(document, key.removeprefix("-")) for key in index.keys]
    lists = sum(isinstance(value, list) for value in values)
    if lists > 1 or (index.unique and any(isinstance(value, list | dict) for value in values)):
        raise ValueError("a unique key is a scalar, and one index reads at most one list")


def lookup(document: Document, path: str) -> Any:
    """The value at a dotted path; None where it is missing or where the path meets anything but an object."""
    value: Any = document
    for name in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def scalar_class(value: Scalar) -> str:
    """`null`, `bool`, `number` or `text`: different classes are never equal and never in one span."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    return "text" if isinstance(value, str) else "number"


def same(left: Scalar, right: Scalar) -> bool:
    """Equality of the port: 1 equals 1.0 and nothing of another class, so not True."""
    return scalar_class(left) == scalar_class(right) and left == right


def proven_present(where: Where, path: str) -> bool:
    """Whether every match has a value at the path that is neither missing nor null."""
    if path not in where:
        return path in OWN_FIELDS
    condition = where[path]
    if isinstance(condition, Span):
        return True
    if isinstance(condition, In):
        return None not in condition.values
    if isinstance(condition, Not):
        return condition.value is None
    return condition is not None
