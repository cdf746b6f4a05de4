"""A service joined to its engines: the one place where store, bus, clock, keys and handlers meet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kernel.audit import AUDIT
from kernel.auth.principal import Principal
from kernel.bus.port import Bus, Topic
from kernel.chance import Chance
from kernel.clock import Clock
from kernel.consumer import BATCH_MAX as HEARD_MAX
from kernel.consumer import ConsumerLoop
from kernel.contract import Event
from kernel.crypto import KEYS, MasterKey, Vault
from kernel.dispatch import Dispatcher
from kernel.gauges import Gauges
from kernel.loops import Loop, Turn, Worker
from kernel.outbox import OUTBOX
from kernel.parking import HELD, PARKED, Parking
from kernel.reader import Reader
from kernel.relay import BATCH_MAX as RELAYED_MAX
from kernel.relay import LEASES, Relay
from kernel.service import Service
from kernel.store.port import Collection, Store
from kernel.stream import STREAMS
from kernel.timers import TimerLoop
from kernel.work import INBOX, TIMERS, Call

KERNEL_COLLECTIONS = (AUDIT, HELD, INBOX, KEYS, LEASES, OUTBOX, PARKED, STREAMS, TIMERS)
RELAY_IDLE_SECONDS = 1.0  # the longest an event waits when no wake-up comes
TIMER_IDLE_SECONDS = 0.5
# Under load events wait so long for company: a commit costs ten round trips, alone or for many.
GATHER_SECONDS = 0.06
LEISURE_SECONDS = 0.25  # where nobody waits for a message: what is heard for pages, what is told to them
TURN_IDLE_SECONDS = 1.0  # the longest a turn waits for a change that it was not told of
CONSUMER_WAIT_SECONDS = 0.5  # how long a poll waits for the first record; also how long a stop may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """What a service says and hears on the bus, from the contracts' topic table."""

    topic: Topic
    published: Mapping[str, type[Event]]
    heard: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Node:
    """One service on one pair of engines. `turns` are the service's own loops, made by its app module."""

    service: Service
    channels: Channels
    store: Store
    bus: Bus
    clock: Clock
    chance: Chance
    master: MasterKey
    call: Call
    dispatcher: Dispatcher = field(init=False)
    parking: Parking = field(init=False)

    def __post_init__(self) -> None:
        vault = Vault(self.store, self.master, self.clock)
        dispatcher = Dispatcher(self.service, self.store, vault, self.call, self.clock, self.chance)
        object.__setattr__(self, "dispatcher", dispatcher)
        object.__setattr__(self, "parking", Parking(self.store, self.clock))

    def prepare(self) -> None:
        """Create missing collections and indexes. Repeatable."""
        own = (*(kind.collection for kind in self.service.kinds), *self.service.collections)
        self.store.prepare((*KERNEL_COLLECTIONS, *own))

    def reader(self, principal: Principal) -> Reader:
        """For the query functions."""
        return Reader(self.dispatcher, principal)

    def relay(self) -> Relay:
        """Outbox to log."""
        topic = self.channels.topic.name
        return Relay(self.service.name, topic, self.store, self.bus, self.clock, self.chance)

    def consumer(self, wait_seconds: float = CONSUMER_WAIT_SECONDS) -> ConsumerLoop:
        """Log to handlers."""
        group = f"alliance.{self.service.name}"
        return ConsumerLoop(
            self.dispatcher, self.parking, self.bus, group, self.channels.heard, self.clock, wait_seconds
        )

    def gauges(self) -> Gauges:
        """Backlog, lag and parked streams as metrics."""
        group = f"alliance.{self.service.name}"
        return Gauges(self.service.name, group, self.channels.heard, self.store, self.bus, self.clock)

    def timers(self) -> TimerLoop:
        """What is due."""
        return TimerLoop(self.dispatcher, self.store, self.clock, self.chance)

    def worker(self, turns: Mapping[str, Turn]) -> Worker:
        """Every loop of this service; none of them ever runs inside an API process."""
        name, store, clock = self.service.name, self.store, self.clock

        def woken() -> None:
            store.wait_for_new(OUTBOX, RELAY_IDLE_SECONDS)

        def nap() -> None:
            clock.sleep(TIMER_IDLE_SECONDS)

        hearing = LEISURE_SECONDS if self.service.hears_at_leisure else GATHER_SECONDS
        telling = LEISURE_SECONDS if self.service.tells_at_leisure else GATHER_SECONDS
        loops = [Loop(f"{name}.timers", self.timers(), clock, nap)]
        if self.channels.published:
            loops.append(Loop(f"{name}.relay", self.relay(), clock, woken, telling, RELAYED_MAX))
        loops.append(Loop(f"{name}.gauges", self.gauges(), clock, nap))
        if self.channels.heard:
            loops.append(Loop(f"{name}.consumer", self.consumer(), clock, lambda: None, hearing, HEARD_MAX))
        loops += [
            Loop(f"{name}.{label}", turn, clock, self._idle(turn, nap), GATHER_SECONDS) for label, turn in turns.items()
        ]
        return Worker(loops)

    def _idle(self, turn: Turn, nap: Callable[[], None]) -> Callable[[], None]:
        """A turn that names a collection (`wakes_on`) begins soon after something new is in it, others after a nap."""
        collection: Collection | None = getattr(turn, "wakes_on", None)
        if collection is None:
            return nap
        watched = collection
        return lambda: self.store.wait_for_new(watched, TURN_IDLE_SECONDS)
