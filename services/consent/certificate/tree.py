"""Every combination of flags, without visiting them one by one.

A decision is run with flags that have no value yet. Where it first looks at a flag it is run once for each value that
the flag's type allows. A run that ends is a leaf: it stands for all combinations of the flags it never looked at, since
nothing it did can depend on them. The leaves' sizes add up to the size of the space exactly, or something was missed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from math import prod
from types import NoneType
from typing import Any, Generic, TypeVar, cast, get_args, get_type_hints

from services.consent.rules.facts import Facts

T = TypeVar("T")


def values_of(annotation: Any) -> tuple[Any, ...]:
    """All values of a flag's type: of a bool, an enumeration, or one that may be None."""
    if alternatives := get_args(annotation):
        return tuple(value for alternative in alternatives for value in values_of(alternative))
    if annotation is NoneType:
        return (None,)
    if annotation is bool:
        return (False, True)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(annotation)
    raise TypeError(f"{annotation} has no list of values: a flag is a bool or an enumeration")


DOMAINS: Mapping[str, tuple[Any, ...]] = {name: values_of(kind) for name, kind in get_type_hints(Facts).items()}
POINTS = prod(len(values) for values in DOMAINS.values())


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """What a run gave, the flags it looked at with their values, and how many combinations it stands for."""

    result: T
    seen: Mapping[str, Any]
    points: int


class _Asked:
    """Stands in for Facts. A flag without value gets the first one of its domain and a place on the path."""

    def __init__(self, seen: dict[str, Any], path: list[str]) -> None:
        self.__dict__.update(seen)
        self.__dict__["_path"] = path

    def __getattr__(self, name: str) -> Any:
        if name not in DOMAINS:
            raise AttributeError(name)
        self._path.append(name)
        self.__dict__[name] = DOMAINS[name][0]
        return DOMAINS[name][0]


class _Changed:
    """The same flags but for some."""

    def __init__(self, facts: Facts, changes: Mapping[str, Any]) -> None:
        self.__dict__.update(changes)
        self.__dict__["_facts"] = facts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._facts, name)


def changed(facts: Facts, **changes: Any) -> Facts:
    """The same flags with these values, for rules that have to say what they would then say."""
    return cast(Facts, _Changed(facts, changes))


def leaves(run: Callable[[Facts], T], **fixed: Any) -> Iterator[Leaf[T]]:
    """All leaves of `run` over the flags that are not fixed, depth first, in the order of the domains."""
    whole = POINTS // prod(len(DOMAINS[name]) for name in fixed)
    path: list[str] = []
    left: list[list[Any]] = []  # of each flag on the path, the values not yet taken; the last one is the present one
    while True:
        known = {**fixed, **{name: values[-1] for name, values in zip(path, left, strict=True)}}
        result = run(cast(Facts, _Asked(known, path)))
        left += [list(reversed(DOMAINS[name])) for name in path[len(left) :]]
        seen = {name: values[-1] for name, values in zip(path, left, strict=True)}
        yield Leaf(result, {**fixed, **seen}, whole // prod(len(DOMAINS[name]) for name in path))
        while left and len(left[-1]) == 1:
            left.pop()
            path.pop()
        if not left:
            return
        left[-1].pop()
