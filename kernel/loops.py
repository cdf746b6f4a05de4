"""What a worker does all day: turns of relay, consumer, timers and whatever else a service brings.

A turn is one call of `run_once`. The same turns run on threads here and one after another in the simulation.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kernel.clock import Clock
from kernel.errors import Transient
from kernel.telemetry.logs import logger

BACKOFF_SECONDS_MAX = 5.0
STALLED_SECONDS = 120.0  # no finished turn for this long makes the worker unready
FAILED_TURNS_MAX = 60  # about five minutes of backoff: leave, so that the supervisor starts a fresh process

log = logger("loops")


class Turn(Protocol):
    """Something that can do a bit of its work."""

    def run_once(self) -> int:
        """How much was done; 0 lets the loop idle."""
        ...

    def close(self) -> None:
        """Give back what is held; `run_once` may be called again afterwards."""
        ...


@dataclass
class Loop:
    """Runs one kind of turn until told to stop."""

    name: str
    turn: Turn
    clock: Clock
    idle: Callable[[], None]
    gather_seconds: float = 0.0  # after a turn that did something: what comes meanwhile is done together in the next
    full: int = 0  # a turn that did so much was cut short: what waits is company enough, and there is no gathering
    finished_at: float = field(default=0.0, init=False)
    failures: int = field(default=0, init=False)

    def run(self, stop: threading.Event) -> None:
        """Take turns; a transient failure closes the turn's connections and backs off."""
        self.finished_at = self.clock.monotonic()
        while not stop.is_set() and self.failures < FAILED_TURNS_MAX:
            self._once(stop)
        self.turn.close()

    def stalled(self) -> bool:
        """True when no turn has ended for too long."""
        return self.clock.monotonic() - self.finished_at > STALLED_SECONDS

    def _once(self, stop: threading.Event) -> None:
        try:
            done = self.turn.run_once()
            self.failures = 0
            self.finished_at = self.clock.monotonic()
            if not done:
                self.idle()
            elif self.gather_seconds and not 0 < self.full <= done:
                stop.wait(self.gather_seconds)
        except Exception as error:  # noqa: BLE001 - a loop that dies in silence is the worst outcome of all
            self.failures += 1
            self._report(error)
            self._close_quietly()
            stop.wait(min(0.1 * 2.0 ** min(self.failures, 10), BACKOFF_SECONDS_MAX))

    def _report(self, error: Exception) -> None:
        if isinstance(error, Transient):
            log.event("loop.waits", level="warning", name=self.name, error_type=type(error).__name__)
        else:
            log.exception("loop.failed", error)

    def _close_quietly(self) -> None:
        try:
            self.turn.close()
        except Exception as error:
            log.exception("loop.close-failed", error)


@dataclass
class Worker:
    """All loops of one process, each on its thread."""

    loops: Sequence[Loop]
    stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list, init=False)

    def start(self) -> None:
        """Begin; returns at once."""
        for loop in self.loops:
            thread = threading.Thread(target=loop.run, args=(self.stop,), name=loop.name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def ready(self) -> dict[str, bool]:
        """Which loops live and finish their turns."""
        alive = {thread.name for thread in self._threads if thread.is_alive()}
        return {loop.name: loop.name in alive and not loop.stalled() for loop in self.loops}

    def failed(self) -> bool:
        """True when a loop has given up: the process should end and be started afresh."""
        return any(not thread.is_alive() for thread in self._threads) and not self.stop.is_set()

    def finish(self, timeout_seconds: float = 20.0) -> bool:
        """Finish the turns in hand, commit, close. True when every loop ended in time."""
        self.stop.set()
        for thread in self._threads:
            thread.join(timeout_seconds)
        return not any(thread.is_alive() for thread in self._threads)
