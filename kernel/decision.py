"""What a pure function answers: the new state, what has happened, what is due later. Nothing is done yet.

Decisions have no I/O, no clock, no chance: the moment and fresh identifiers are arguments. A decision that says no
raises a `Refusal`; that is as deterministic as returning and shorter to read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kernel.contract import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A thing due at a moment. The id makes it one: setting the same id again moves it."""

    id: str
    name: str  # which handler hears it (the service's TIMERS)
    due: datetime
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One commit: all of it or nothing.

    `changes` are whole aggregates (inserted if they were not loaded, else replaced under a version check), `removals`
    aggregates that go, `cancelled` timer ids. `reply` goes back to the asker, `facts` into the audit row: identifiers
    and codes only, both.
    """

    changes: tuple[Any, ...] = ()
    removals: tuple[Any, ...] = ()
    events: tuple[Event, ...] = ()
    timers: tuple[Timer, ...] = ()
    cancelled: tuple[str, ...] = ()
    reply: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


NOTHING = Decision()
"""Heard, and nothing follows."""
