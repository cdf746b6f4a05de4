"""Who, what and when a rule covers, and the tree of rules and exceptions flattened to facts that do not overlap.

A region maps (grantee, class) to the stretches of time it covers. An exception must lie inside its rule, must leave
something of it, and must not meet its neighbour: otherwise the tree says two things of one moment and is refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from contracts.codes import DisclosureClass
from services.consent.fhir.elements import Span
from services.consent.fhir.faults import Unclear
from services.consent.fhir.terms import NEGATED

Cell = tuple[str, DisclosureClass]
Stretch = tuple[datetime, datetime]
Region = dict[Cell, tuple[Stretch, ...]]
ALWAYS = datetime.max.replace(tzinfo=UTC)  # the end of what has none


@dataclass(frozen=True, slots=True)
class Rule:
    """One provision as it is written. None: as in the rule around it; `type` None: the opposite of it (R5)."""

    path: str
    type: str | None
    people: tuple[str, ...] | None
    classes: tuple[DisclosureClass, ...] | None
    span: Span
    exceptions: tuple["Rule", ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One fact of the flattened tree."""

    type: str
    grantee: str
    classes: tuple[DisclosureClass, ...]
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class _Scope:
    """What an inner rule inherits. None: everybody, everything."""

    type: str
    people: tuple[str, ...] | None
    classes: tuple[DisclosureClass, ...] | None
    span: Span


def facts_of(root: Rule) -> tuple[Said, ...]:
    """The facts that the tree states, each class of each grantee at each moment in one of them at most."""
    if root.type is None:
        raise Unclear(f"{root.path}.type", "required")
    scope = _Scope(root.type, root.people, root.classes, root.span)
    region = None if _is_ground(root) else _region(root, scope)
    if region is None and not root.exceptions:
        raise Unclear(root.path, "names-nobody")
    return _grouped(_stated(root, scope, region))


def _is_ground(root: Rule) -> bool:
    """A root that refuses everybody everything: nothing is permitted beyond its exceptions, and nobody is named."""
    return NEGATED.get(root.type or "") == "permit" and root.people is None and root.classes is None


def _stated(rule: Rule, scope: _Scope, region: Region | None) -> list[tuple[str, Region]]:
    """What is left of the rule, and what its exceptions state."""
    stated: list[tuple[str, Region]] = []
    left = region
    taken: Region = {}
    for inner in rule.exceptions:
        narrowed = _narrowed(inner, scope)
        covered = _region(inner, narrowed)
        if _meets(taken, covered):
            raise Unclear(inner.path, "overlaps-sibling")
        if region is not None and not _within(covered, region):
            raise Unclear(inner.path, "outside-its-rule")
        if left is not None:
            left = _without(left, covered)
        taken = _joined(taken, covered)
        stated += _stated(inner, narrowed, covered)
    if left is not None and not any(left.values()):
        raise Unclear(rule.path, "wholly-excepted")
    return stated if left is None else [(scope.type, left), *stated]


def _narrowed(inner: Rule, scope: _Scope) -> _Scope:
    type = NEGATED[scope.type] if inner.type is None else inner.type
    if type == scope.type:
        raise Unclear(f"{inner.path}.type", "repeats-its-rule")
    since = inner.span.since or scope.span.since
    until = inner.span.until or scope.span.until
    if since is not None and until is not None and until <= since:
        raise Unclear(f"{inner.path}.period", "outside-its-rule")
    people = scope.people if inner.people is None else inner.people
    classes = scope.classes if inner.classes is None else inner.classes
    return _Scope(type, people, classes, Span(since, until))


def _region(rule: Rule, scope: _Scope) -> Region:
    if scope.people is None:
        raise Unclear(f"{rule.path}.actor", "required")
    if scope.classes is None and scope.type == "permit":
        raise Unclear(rule.path, "permits-without-limits")
    if scope.span.since is None:
        raise Unclear(f"{rule.path}.period.start", "required")
    stretch = (scope.span.since, scope.span.until or ALWAYS)
    classes = tuple(DisclosureClass) if scope.classes is None else scope.classes
    return {(person, item): (stretch,) for person in scope.people for item in classes}


def _without(whole: Region, part: Region) -> Region:
    return {cell: _cut(stretches, part.get(cell, ())) for cell, stretches in whole.items()}


def _cut(stretches: Iterable[Stretch], parts: Iterable[Stretch]) -> tuple[Stretch, ...]:
    left = list(stretches)
    for begin, end in parts:
        left = [
            piece
            for since, until in left
            for piece in ((since, min(until, begin)), (max(since, end), until))
            if piece[0] < piece[1]
        ]
    return tuple(left)


def _within(part: Region, whole: Region) -> bool:
    return all(not _cut(stretches, whole.get(cell, ())) for cell, stretches in part.items())


def _meets(one: Region, other: Region) -> bool:
    return any(_cut(stretches, other.get(cell, ())) != stretches for cell, stretches in one.items())


def _joined(one: Region, other: Region) -> Region:
    return {cell: one.get(cell, ()) + other.get(cell, ()) for cell in one | other}


def _grouped(stated: Iterable[tuple[str, Mapping[Cell, tuple[Stretch, ...]]]]) -> tuple[Said, ...]:
    """Classes of the same grantee, type and time in one fact; sorted, so that order in the document means nothing."""
    found: dict[tuple[str, str, Stretch], set[DisclosureClass]] = {}
    for type, region in stated:
        for (person, item), stretches in region.items():
            for stretch in stretches:
                found.setdefault((person, type, stretch), set()).add(item)
    return tuple(
        Said(type, person, tuple(sorted(classes)), since, None if until == ALWAYS else until)
        for (person, type, (since, until)), classes in sorted(found.items())
    )
