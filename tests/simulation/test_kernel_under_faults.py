"""The kernel's mechanisms alone, on two tiny services: what is filled in one is counted in the other, exactly once."""

import logging
from collections.abc import Iterator
from functools import cache, partial

import pytest

from kernel.auth.principal import SYSTEM
from kernel.bus.port import Topic
from kernel.chain import chain_broken_at
from kernel.contract import wire_type
from kernel.errors import Conflict, Transient
from kernel.node import Channels
from kernel.outbox import OUTBOX
from kernel.parking import HELD
from kernel.store.port import Collection
from kernel.stream import STREAMS
from kernel.web.program import Program
from simulation.casting import Cast, cast_of
from simulation.dice import Dice
from simulation.faults import Weather
from simulation.scheduler import Crash
from simulation.world import World
from tests.unit.kernel.jars import FILLING, LISTENING, Fill, JarFilled

SEEDS, CHILDREN, FILLS = 25, 4, 40
JARS = Collection("jars")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@cache
def _cast() -> Cast:
    said = Channels(topic=Topic("jars", 3, 24), published={wire_type(JarFilled): JarFilled}, heard=())
    heard = Channels(topic=Topic("shelf", 3, 24), published={}, heard=("jars",))
    return cast_of(
        {
            "jars": Program(service=FILLING, channels=said, title="Jars"),
            "shelf": Program(service=LISTENING, channels=heard, title="Shelf"),
        }
    )


class _Filling:
    """Clients that fill jars until they are answered."""

    def __init__(self, world: World) -> None:
        self.world, self.answered = world, 0
        for number in range(FILLS):
            world.scheduler.spawn(f"client{number}", "client", partial(self._fill, number), number * 0.4)

    def _fill(self, number: int) -> None:
        command = Fill(child=f"child-{number % CHILDREN}", amount=1)
        while True:
            try:
                dispatcher = self.world.api_node("jars").dispatcher
                dispatcher.run(command, SYSTEM("jars"), f"request-{number:04d}")
                self.answered += 1
                return
            except (Transient, Conflict, Crash):
                self.world.scheduler.sleep(1.0)


def _at_rest(world: World, filling: _Filling) -> bool:
    waiting = sum(lag.end - lag.committed for lag in world.bus.lag("alliance.shelf", ["jars"]))
    return filling.answered == FILLS and not waiting and not world.stores["jars"].count(OUTBOX, {"state": "pending"})


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_was_filled_once_is_counted_once_whatever_fails(seed: int) -> None:
    world = World(_cast(), seed, Weather.drawn(Dice(seed, "weather")))
    for service, number in (("jars", 1), ("jars", 2), ("shelf", 1), ("shelf", 2)):
        world.start(service, number)
    filling = _Filling(world)
    world.faults.active = True
    world.scheduler.run(lambda: False, 40.0)
    world.faults.active = False
    assert world.scheduler.run(lambda: _at_rest(world, filling), 7200.0)
    shelf = world.stores["shelf"]
    assert sum(jar["amount"] for jar in shelf.find(JARS, {})) == FILLS
    assert shelf.count(HELD, {}) == 0
    for store in world.stores.values():
        for stream in store.find(STREAMS, {}):
            assert chain_broken_at(store, stream["_id"]) is None
    world.close()
