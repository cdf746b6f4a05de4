"""Several partial answers to one message become one commit."""

from collections.abc import Iterable
from typing import Any, TypeVar

from kernel.decision import Decision, Timer

T = TypeVar("T")


def merged(*parts: Decision) -> Decision:
    """All of them, in order. A timer that one part sets is not cancelled by an earlier one."""
    reply: dict[str, object] = {}
    facts: dict[str, str] = {}
    for part in parts:
        reply |= part.reply
        facts |= part.facts
    return Decision(
        changes=tuple(_flat(part.changes for part in parts)),
        removals=tuple(_flat(part.removals for part in parts)),
        events=tuple(_flat(part.events for part in parts)),
        timers=tuple(_flat(part.timers for part in parts)),
        cancelled=tuple(_flat(part.cancelled for part in parts)),
        reply=reply,
        facts=facts,
    )


def _flat(groups: Iterable[Iterable[T]]) -> Iterable[T]:
    return (item for group in groups for item in group)


class Steps:
    """Several decisions about one child, taken one after another: each sees what those before it left.

    In the end one decision, in which everything that was changed stands as the last step left it.
    """

    def __init__(self) -> None:
        self._changes: dict[tuple[type, str], Any] = {}
        self._timers: dict[str, Timer] = {}
        self._events: list[Any] = []
        self._facts: dict[str, list[str]] = {}

    def now(self, aggregate: T) -> T:
        """The aggregate as the steps so far leave it."""
        left: T = self._changes.get(_name(aggregate), aggregate)
        return left

    def latest(self, cls: type[T], id: str, stored: T | None) -> T | None:
        """The same for one that may not be stored yet."""
        left: T | None = self._changes.get((cls, id), stored)
        return left

    def take(self, step: Decision) -> None:
        """The next step, which neither removes nor cancels anything."""
        self._changes |= {_name(aggregate): aggregate for aggregate in step.changes}
        self._timers |= {timer.id: timer for timer in step.timers}
        self._events += step.events
        for name, value in step.facts.items():
            self._facts.setdefault(name, []).append(value)

    def decision(self, **reply: object) -> Decision:
        """All steps as one. Facts of the same name are joined by spaces."""
        return Decision(
            changes=tuple(self._changes.values()),
            events=tuple(self._events),
            timers=tuple(self._timers.values()),
            reply=reply,
            facts={name: " ".join(values) for name, values in self._facts.items()},
        )


def _name(aggregate: Any) -> tuple[type, str]:
    return type(aggregate), aggregate.id
