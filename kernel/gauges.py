"""What must be measured from outside the loops, since a stalled loop reports nothing: backlog, lag, parked streams."""

from dataclasses import dataclass, field

from kernel.bus.port import Bus
from kernel.clock import Clock, from_text
from kernel.outbox import OUTBOX
from kernel.parking import PARKED
from kernel.store.port import Store
from kernel.telemetry import metrics

INTERVAL_SECONDS = 10.0  # within one scrape of a metrics server


@dataclass
class Gauges:
    """One service's backlog, refreshed at intervals."""

    service: str
    group: str
    topics: tuple[str, ...]
    store: Store
    bus: Bus
    clock: Clock
    _measured_at: float | None = field(default=None, init=False)

    def run_once(self) -> int:
        """Measure when the interval has passed; always 0, so that the loop idles."""
        now = self.clock.monotonic()
        if self._measured_at is None or now - self._measured_at >= INTERVAL_SECONDS:
            self._measured_at = now
            self._measure()
        return 0

    def close(self) -> None:
        """Nothing is held."""

    def _measure(self) -> None:
        oldest = self.store.find(OUTBOX, {"state": "pending"}, ("at", "stream", "sequence"), 1)
        age = (self.clock.now() - from_text(oldest[0]["at"])).total_seconds() if oldest else 0.0
        pending = self.store.count(OUTBOX, {"state": "pending"}) if oldest else 0
        metrics.outbox_state(self.service, pending, age)
        metrics.streams_parked(self.service, self.store.count(PARKED, {}))
        for lag in self.bus.lag(self.group, self.topics) if self.topics else ():
            metrics.consumer_lag(self.group, lag.topic, lag.partition, lag.end - lag.committed)
