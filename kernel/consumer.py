"""Log -> handler: bytes become an envelope, an envelope an effect, and only then the offset moves.

Transient trouble (store or another service away) stops the partition where it is and tries again later. Anything that
would fail again parks the child's stream. Nothing is skipped in silence.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kernel.bus.port import Bus, Consumer, Record, TopicPartition
from kernel.clock import Clock
from kernel.dispatch import Dispatcher
from kernel.envelope import from_record
from kernel.errors import AllianceError, Conflict, DuplicateKey, Poison, Refusal, Transient
from kernel.hearing import heard_together
from kernel.parking import Parking
from kernel.telemetry import metrics, traces
from kernel.telemetry.logs import logger

BATCH_MAX = 100  # with the slowest handler this stays far inside max_poll_interval
ATTEMPTS_MAX = 3  # for errors that ought not to happen: perhaps a fluke, then parked
LOST_MAX = 20  # turns, each of a dozen attempts: some twenty seconds of losing every race
BACKOFF_SECONDS = 1.0  # while a store or service is away
OWED_SECONDS_MAX = 1.0  # under load offsets move so often; what comes again after a crash the inbox knows

log = logger("consumer")


def place_of(record: Record) -> TopicPartition:
    """Where it lies."""
    return (record.topic, record.partition)


def reached(records: Sequence[Record], stopped: Mapping[TopicPartition, int]) -> dict[TopicPartition, int]:
    """Up to which offset everything of each partition is done; places where nothing is are left out.

    A record behind the stop may have taken effect with the others: it comes again, and the inbox knows it.
    """
    ends = {place_of(record): record.offset + 1 for record in records if place_of(record) not in stopped}
    done = {place_of(record): stopped[place_of(record)] for record in records
            if record.offset < stopped.get(place_of(record), 0)}  # fmt: skip
    return {**ends, **done}


@dataclass
class ConsumerLoop:
    """One member of one service's group."""

    dispatcher: Dispatcher
    parking: Parking
    bus: Bus
    group: str
    topics: tuple[str, ...]
    clock: Clock
    wait_seconds: float = 0.5
    _consumer: Consumer | None = field(default=None, init=False)
    _lost: Counter[tuple[str, int, int]] = field(default_factory=Counter, init=False)
    _owed: dict[TopicPartition, int] = field(default_factory=dict, init=False)  # done, and the group not told yet
    _owed_since: float = field(default=0.0, init=False)

    def run_once(self) -> int:
        """Poll, handle, commit offsets when nothing more comes or it is time. How many records were dealt with."""
        if self._consumer is None:
            self._consumer = self.bus.consumer(self.group, self.topics)
        records = self._consumer.poll(self.wait_seconds, BATCH_MAX)
        stopped: dict[TopicPartition, int] = {}
        self._carry(records, stopped)
        self._settle(self._consumer, reached(records, stopped), stopped)
        return len(records) - len(stopped)

    def close(self) -> None:
        """Say how far we are and leave the group."""
        consumer, self._consumer = self._consumer, None
        owed, self._owed = self._owed, {}
        if consumer is not None:
            try:
                consumer.commit(owed)
            finally:
                consumer.close()

    def _carry(self, records: Sequence[Record], stopped: dict[TopicPartition, int]) -> None:
        """In one commit if possible, else one by one; a partition stops at the first record that must come again."""
        alone = heard_together(self.dispatcher, records)
        for record in alone:
            place = place_of(record)
            if place in stopped or not self._dealt_with(record):
                stopped[place] = min(record.offset, stopped.get(place, record.offset))

    def _settle(self, consumer: Consumer, done: dict[TopicPartition, int], stopped: dict[TopicPartition, int]) -> None:
        now = self.clock.monotonic()
        if not self._owed:
            self._owed_since = now
        self._owed |= done
        if self._owed and (stopped or not done or now - self._owed_since >= OWED_SECONDS_MAX):
            consumer.commit(self._owed)
            self._owed = {}
        if stopped:
            consumer.rewind(stopped)
            self.clock.sleep(BACKOFF_SECONDS)

    def _dealt_with(self, record: Record) -> bool:
        """False when the cause is transient and the record must come again."""
        try:
            if self.parking.is_parked(record.key):
                self.parking.hold(record)
            else:
                self._handled_or_parked(record)
        except Transient as error:
            log.event("consumer.waits", level="warning", topic=record.topic, error_type=type(error).__name__)
            return False
        except (Conflict, DuplicateKey) as error:
            return self._contended(record, error)
        self._lost.pop((record.topic, record.partition, record.offset), None)
        return True

    def _contended(self, record: Record, error: AllianceError) -> bool:
        """A lost race comes again a bounded number of times: what loses for ever must not hold up a partition."""
        place = (record.topic, record.partition, record.offset)
        self._lost[place] += 1
        log.event("consumer.lost", level="warning", topic=record.topic, error_type=type(error).__name__)
        if self._lost[place] < LOST_MAX:
            return False
        del self._lost[place]
        self._park(record, "contended")
        return True

    def _handled_or_parked(self, record: Record) -> None:
        try:
            self.handle(record)
        except (Transient, Conflict):
            raise
        except (Poison, Refusal) as refusal:
            self._park(record, refusal.code)
        except Exception as error:
            log.exception("consumer.failed", error)
            self._park(record, "handler-failed")

    def handle(self, record: Record) -> None:
        """Parse and dispatch, trying a few times when a handler fails in an unexpected way."""
        envelope = from_record(record, self.dispatcher.service.heard)
        if envelope.event is None:
            return
        for attempt in range(1, ATTEMPTS_MAX + 1):
            try:
                with traces.span(f"hear {envelope.type}", envelope.traceparent, type=envelope.type):
                    self.dispatcher.hear(envelope)
                break
            except AllianceError:
                raise
            except Exception:
                if attempt == ATTEMPTS_MAX:
                    raise
        metrics.event_handled(envelope.type)

    def _park(self, record: Record, code: str) -> None:
        self.parking.park(record, code)
        metrics.stream_parked(code)
        log.event("stream.parked", level="error", stream=record.key or "", topic=record.topic, code=code)
