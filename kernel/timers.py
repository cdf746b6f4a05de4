"""Things that are due: UTC moments in the store, fired once, surviving restarts and every clock change.

A timer and its effect go in one commit. A timer whose handler keeps failing is set aside as *stuck* and shown to the
operator; it is never dropped.
"""

from dataclasses import dataclass
from datetime import timedelta

from kernel.chance import Chance
from kernel.clock import Clock, from_text, to_text
from kernel.dispatch import Dispatcher
from kernel.errors import Conflict, Transient
from kernel.store.port import Document, Replace, Span, Store
from kernel.telemetry import metrics
from kernel.telemetry.logs import logger
from kernel.work import TIMERS

BATCH_MAX = 50
FAILURES_MAX = 5
INSTANT = timedelta(microseconds=1)  # the resolution of stored times: what is due now is due
RETRY_SECONDS = (1, 5, 30, 120, 600)  # after the first, second ... failure

log = logger("timers")


@dataclass(frozen=True)
class TimerLoop:
    """Fires what is due in one service. Several may run: the commit lets each timer fire once."""

    dispatcher: Dispatcher
    store: Store
    clock: Clock
    chance: Chance

    def run_once(self) -> int:
        """Fire due timers, oldest first. How many are dealt with; those that must wait do not count."""
        due_now = Span(below=to_text(self.clock.now() + INSTANT))
        due = self.store.find(TIMERS, {"state": "waiting", "due": due_now}, ("due",), BATCH_MAX)
        return sum([self._dealt_with(timer) for timer in due])

    def close(self) -> None:
        """Nothing is held."""

    def _dealt_with(self, timer: Document) -> bool:
        delay = (self.clock.now() - from_text(timer["due"])).total_seconds()
        try:
            self.dispatcher.fire(timer)
            metrics.timer_fired(timer["name"], delay)
        except (Transient, Conflict) as error:
            log.event("timer.waits", level="warning", name=timer["name"], error_type=type(error).__name__)
            return False
        except Exception as error:
            log.exception("timer.failed", error)
            self._postpone(timer)
        return True

    def _postpone(self, timer: Document) -> None:
        current = self.store.get(TIMERS, timer["_id"])
        if current is None or current["due"] != timer["due"]:
            return
        failures = current["failures"] + 1
        later = self.clock.now() + timedelta(seconds=RETRY_SECONDS[min(failures, len(RETRY_SECONDS)) - 1])
        state = "stuck" if failures >= FAILURES_MAX else "waiting"
        changed = {**current, "failures": failures, "state": state, "due": to_text(later)}
        try:
            self.store.commit([Replace(TIMERS, changed, current["_v"])], self.chance.new_id())
        except Conflict:
            return  # somebody moved or cancelled it meanwhile
