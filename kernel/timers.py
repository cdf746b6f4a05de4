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
WAIT_SECONDS = 5  # while a store or another service is away: short against any ladder's rung
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
            self._postpone(timer, WAIT_SECONDS, timer["failures"])
            return False
        except Exception as error:
            log.exception("timer.failed", error)
            failures = timer["failures"] + 1
            self._postpone(timer, RETRY_SECONDS[min(failures, len(RETRY_SECONDS)) - 1], failures)
        return True

    def _postpone(self, timer: Document, seconds: int, failures: int) -> None:
        """Later, so that those behind it get their turn; set aside after too many failures of its own."""
        state = "stuck" if failures >= FAILURES_MAX else "waiting"
        later = to_text(self.clock.now() + timedelta(seconds=seconds))
        changed = {**timer, "failures": failures, "state": state, "due": later}
        try:
            self.store.commit([Replace(TIMERS, changed, timer["_v"])], self.chance.new_id())
        except (Conflict, Transient):
            return  # somebody moved or cancelled it meanwhile, or the store is away: it is found again as it was
