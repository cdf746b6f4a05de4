"""When a loop that found nothing to do looks again: at once when something changed, else when something is due.

In production every loop looks twice a second. Here the hours between two rungs of a ladder would be thousands of
looks at nothing; so a loop sleeps until a commit or a record concerns it, or until the next due time in its store.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kernel.clock import from_text
from kernel.outbox import OUTBOX
from kernel.store.port import Collection, Not, Store, Where
from kernel.work import TIMERS
from simulation.scheduler import Scheduler, Task

NAP_SECONDS = 0.5  # as the loops do in production
REST_SECONDS_MAX = 1800.0  # whatever concerns a loop wakes it
POLL_SECONDS_MAX = 200.0  # inside the patience of a consumer group
SWEEP_SECONDS_MAX = 600.0  # nothing wakes the sweeper
NOTICES, DISCLOSURES, ALERTS = Collection("notices"), Collection("disclosures"), Collection("alerts")
INTENT_BOUND = timedelta(seconds=121)  # when the sweeper may settle an intent without an answer
LADDER_GRACE = timedelta(seconds=31)  # when it may take a rung that no timer took

Due = Callable[[Store], datetime | None]


@dataclass(frozen=True, slots=True)
class Habit:
    """What a kind of loop looks at: collections of its store, topics, and what is due."""

    collections: frozenset[str] = frozenset()
    hears: bool = False
    due: Due = lambda store: None
    rest_seconds_max: float = REST_SECONDS_MAX


def _earliest(collection: Collection, where: Where, key: str, after: timedelta = timedelta()) -> Due:
    def due(store: Store) -> datetime | None:
        found = store.find(collection, {**where, key: Not(None)}, (key,), 1)
        return from_text(found[0][key]) + after if found else None

    return due


def _pending(store: Store) -> datetime | None:
    return from_text("2000-01-01T00:00:00.000000Z") if store.find(OUTBOX, {"state": "pending"}, (), 1) else None


def _first(*dues: Due) -> Due:
    def due(store: Store) -> datetime | None:
        return min((moment for each in dues if (moment := each(store)) is not None), default=None)

    return due


HABITS = {
    "relay": Habit(frozenset({OUTBOX.name}), due=_pending),
    "consumer": Habit(hears=True, rest_seconds_max=POLL_SECONDS_MAX),
    "timers": Habit(frozenset({TIMERS.name}), due=_earliest(TIMERS, {"state": "waiting"}, "due")),
    "sender": Habit(frozenset({NOTICES.name}), due=_earliest(NOTICES, {"state": "accepted"}, "due")),
    "herald": Habit(frozenset({ALERTS.name}), due=_earliest(ALERTS, {"state": "waiting"}, "due")),
    "sweeper": Habit(
        due=_first(
            _earliest(NOTICES, {"state": "dispatched"}, "intent_at", INTENT_BOUND),
            _earliest(DISCLOSURES, {}, "next_due", LADDER_GRACE),
        ),
        rest_seconds_max=SWEEP_SECONDS_MAX,
    ),
}


@dataclass
class Idling:
    """Who sleeps, and what has changed since each looked last."""

    scheduler: Scheduler
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)
    _parked: dict[tuple[str, str], list[Task]] = field(default_factory=lambda: defaultdict(list))

    def changed(self, service: str, things: Iterable[str]) -> None:
        """Collections of a service, or (service "") topics: whoever looks at them goes on."""
        for thing in things:
            self.changes[(service, thing)] += 1
            for task in self._parked.pop((service, thing), ()):
                self.scheduler.wake(task)

    def until(
        self, label: str, service: str, heard: Iterable[str], store: Store, now: Callable[[], datetime]
    ) -> Callable[[], None]:
        """What a loop of this kind does when it found nothing."""
        habit = HABITS.get(label, Habit())
        places = [(service, name) for name in sorted(habit.collections)]
        places += [("", topic) for topic in heard] if habit.hears else []
        seen = [0]

        def idle() -> None:
            known = sum(self.changes[place] for place in places)
            due = habit.due(store)
            rest = habit.rest_seconds_max if due is None else (due - now()).total_seconds()
            if known != seen[0] or rest < NAP_SECONDS:
                seen[0] = known
                self.scheduler.sleep(NAP_SECONDS)
                return
            self._rest(places, min(rest, habit.rest_seconds_max))

        return idle

    def _rest(self, places: list[tuple[str, str]], seconds: float) -> None:
        task = self.scheduler.current()
        for place in places:
            if task is not None and task not in self._parked[place]:
                self._parked[place].append(task)
        self.scheduler.park(seconds)
