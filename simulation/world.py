"""All processes of all services on one thread: their databases and log are real and in memory, everything else fails.

A worker process is what production runs: the loops of `Node.worker`, each as a task. When it crashes its tasks are gone
with all they remember, and a fresh one starts a little later.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import cast

import httpx

from kernel.auth.principal import Kind, Principal
from kernel.auth.tokens import TokenIssuer
from kernel.bus.embedded import EmbeddedBus
from kernel.bus.port import Consumer, Outgoing, Topic
from kernel.chance import SeededChance
from kernel.crypto import LocalMasterKey
from kernel.loops import Turn
from kernel.node import Node
from kernel.store.port import Guard, Store, Write
from kernel.store.sqlite import SqliteStore
from kernel.web.client import ServiceClient
from kernel.web.node import EXTENSION
from simulation.adapters import Observer, SimBus, SimClock, SimStore, Surroundings
from simulation.casting import SECRET, Cast
from simulation.dice import Dice
from simulation.doors import Door, api_of
from simulation.faults import CLIENT, SKEW_SECONDS_MAX, Faults, Weather
from simulation.idling import Idling
from simulation.scheduler import Scheduler, Task

PARTITIONS = 3  # enough that a member owns some and another the rest
RESTART_SECONDS = (0.5, 15.0)  # until a supervisor has started a process again
UNAUTHENTICATED = 401  # the token grew too old on a stalled machine: a browser gets a fresh one
PATIENCE_SECONDS = 300.0
UNWATCHED = "gauges"  # measures and changes nothing

Furnish = Callable[[str, Mapping[str, Turn], Surroundings], Mapping[str, Turn]]


class Stop:
    """The signal to stop that never comes; waiting for it lets time pass."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler

    def is_set(self) -> bool:
        """Processes end by crashing only."""
        return False

    def wait(self, seconds: float) -> bool:
        """As a loop backs off."""
        self._scheduler.sleep(seconds)
        return False


@dataclass(kw_only=True)
class Process:
    """One running worker and the memberships that its death would leave behind."""

    name: str
    service: str
    number: int
    bus: SimBus


@dataclass
class World:
    """One run. `observers` see every commit and record; `furnish` may exchange a worker's turns for simulated ones."""

    cast: Cast
    seed: int | str
    weather: Weather
    furnish: Furnish = lambda service, turns, around: turns
    observers: list[Observer] = field(default_factory=list)
    stores: Mapping[str, Store] = field(default_factory=dict)  # without: empty databases

    def __post_init__(self) -> None:
        self.scheduler = Scheduler(Dice(self.seed, "schedule"))
        self.faults = Faults(self.weather, Dice(self.seed, "faults"), self.scheduler.trace)
        self.idling = Idling(self.scheduler)
        self.clock = SimClock(self.scheduler)
        self.stores = self.stores or {name: SqliteStore(None) for name in self.cast.programs}
        self.bus = EmbeddedBus(None, self.clock, max_poll_interval_seconds=PATIENCE_SECONDS)
        self.processes: dict[str, Process] = {}
        self.scheduler.on_end = self._ended
        self._dice = Dice(self.seed, "world")
        self._incarnations, self._requests = count(1), count(1)
        self._skews: dict[str, float] = {}
        self._prepare()

    def around(self, process: str) -> Surroundings:
        """What the adapters of a process share."""
        return Surroundings(process, self.scheduler, self.faults, self)

    def committed(self, service: str, writes: Sequence[Write]) -> None:
        """Wakes who looks at it and tells the observers."""
        names = {write.collection.name for write in writes if not isinstance(write, Guard)}
        self.idling.changed(service, sorted(names))
        for observer in self.observers:
            observer.committed(service, writes)

    def sent(self, records: Sequence[Outgoing]) -> None:
        """As `committed`."""
        self.idling.changed("", sorted({record.topic for record in records}))
        for observer in self.observers:
            observer.sent(records)

    def start(self, service: str, number: int = 1) -> None:
        """A fresh worker process."""
        name = f"{service}.worker{number}#{next(self._incarnations)}"
        around = self.around(name)
        node, bus = self._node(service, around, f"{service}.worker{number}")
        self.processes[name] = Process(name=name, service=service, number=number, bus=bus)
        program = self.cast.programs[service]
        turns = self.furnish(service, program.turns(node, self.cast.settings[service]), around)
        for loop in node.worker(turns).loops:
            label = loop.name.rpartition(".")[2]
            if label != UNWATCHED:
                loop.idle = self.idling.until(
                    label, service, node.channels.heard, self.stores[service], node.clock.now
                )
                stop = cast(threading.Event, Stop(self.scheduler))
                self.scheduler.spawn(f"{name}.{label}", name, partial(loop.run, stop))

    def close(self) -> None:
        """Unwind everything and let go of the engines."""
        self.scheduler.close()
        self.bus.close()
        for store in self.stores.values():
            store.close()

    def api_node(self, service: str) -> Node:
        """A node of the service's API process, with nothing remembered."""
        node, _ = self._node(service, self.around(api_of(service)), api_of(service))
        return node

    def ask(
        self, method: str, service: str, path: str, who: Principal, body: Mapping[str, object], key: str = ""
    ) -> httpx.Response:
        """A request of somebody outside, repeated under the same key until it is answered."""
        key = key or f"request-{next(self._requests):05d}"
        issuer = TokenIssuer(who.person if who.kind is Kind.SERVICE else "web", self.cast.keys["web"], self.clock)
        door = Door(self.cast.apps[service], service, self.around(CLIENT), self._api_died)
        while True:
            headers = {"Authorization": f"Bearer {issuer.issue(who, service)}", "Idempotency-Key": key}
            request = httpx.Request(method, f"http://{service}{path}", headers=headers, json=body)
            try:
                response = door.handle_request(request)
            except httpx.TransportError:
                self.scheduler.sleep(self._dice.between(0.2, 3.0))
                continue
            if response.status_code < 500 and response.status_code != UNAUTHENTICATED:
                return response
            self.scheduler.sleep(self._dice.between(0.2, 3.0))

    def _prepare(self) -> None:
        for service, program in self.cast.programs.items():
            node = self.api_node(service)
            node.prepare()
            self.cast.apps[service].extensions[EXTENSION] = node
            self.cast.clocks[service].inner = node.clock
            if program.channels.published:
                topic = program.channels.topic
                self.bus.ensure_topics([Topic(topic.name, PARTITIONS, topic.retention_hours)])

    def _node(self, service: str, around: Surroundings, place: str) -> tuple[Node, SimBus]:
        program, clock = self.cast.programs[service], SimClock(self.scheduler, self._skew(place))
        doors = {
            name: Door(app, name, around, self._api_died) for name, app in self.cast.apps.items() if name != service
        }
        bus = SimBus(self.bus, around, lambda run: self._pass_by(program.channels.heard, run))
        node = Node(
            service=program.service,
            channels=program.channels,
            store=SimStore(self.stores[service], service, around),
            bus=bus,
            clock=clock,
            chance=SeededChance(f"{self.seed}:{around.process}:{next(self._incarnations)}"),
            master=LocalMasterKey(SECRET, service),
            call=ServiceClient({}, TokenIssuer(service, self.cast.keys[service], clock), doors),
        )
        return node, bus

    def _skew(self, place: str) -> float:
        """Every machine keeps its error through the run."""
        if place not in self._skews:
            self._skews[place] = self._dice.between(-SKEW_SECONDS_MAX, SKEW_SECONDS_MAX)
        return self._skews[place]

    def _pass_by(self, topics: Sequence[str], run: Callable[[], None]) -> None:
        def visit() -> None:
            run()
            self.idling.changed("", topics)

        self.scheduler.spawn("passer-by", "passer-by", visit)

    def _api_died(self, service: str) -> None:
        self.cast.apps[service].extensions[EXTENSION] = self.api_node(service)

    def _ended(self, task: Task, died: str) -> None:
        """A crash takes the whole process; a worker whose loop gave up is replaced as well."""
        process = self.processes.pop(died or task.process, None)
        if process is None:
            return
        self.scheduler.trace(f"process ends {process.name}")
        self.scheduler.kill(process.name)
        delay = self._dice.between(*RESTART_SECONDS)
        self.scheduler.spawn("supervisor", "supervisor", lambda: self._restart(process), delay)

    def _restart(self, process: Process) -> None:
        _leave(process.bus.consumers)
        self.idling.changed("", self.cast.programs[process.service].channels.heard)
        self.start(process.service, process.number)


def _leave(members: Sequence[Consumer]) -> None:
    """The broker has noticed that a dead process does not answer any more."""
    for member in members:
        member.close()
