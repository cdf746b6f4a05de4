"""Several partial answers to one message become one commit."""

from collections.abc import Iterable
from typing import TypeVar

from kernel.decision import Decision

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
