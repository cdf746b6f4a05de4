"""What is really in the databases, read past all faults and by the true clock."""

from collections.abc import Mapping

from kernel.auth.principal import SYSTEM
from kernel.chance import SeededChance
from kernel.crypto import LocalMasterKey
from kernel.node import Node
from kernel.reader import Reader
from simulation.adapters import SimClock
from simulation.casting import SECRET
from simulation.world import World


class Truth:
    """A reader per service."""

    def __init__(self, world: World) -> None:
        self.readers: Mapping[str, Reader] = {
            name: _node(world, name).reader(SYSTEM(name)) for name in world.cast.programs
        }

    @property
    def consent(self) -> Reader:
        """Who may know."""
        return self.readers["consent"]

    @property
    def notes(self) -> Reader:
        """What was raised."""
        return self.readers["notes"]

    @property
    def notifications(self) -> Reader:
        """Who was told."""
        return self.readers["notifications"]


def _node(world: World, service: str) -> Node:
    program = world.cast.programs[service]
    return Node(
        service=program.service,
        channels=program.channels,
        store=world.stores[service],
        bus=world.bus,
        clock=SimClock(world.scheduler),
        chance=SeededChance(0),
        master=LocalMasterKey(SECRET, service),
        call=world.api_node(service).call,
    )
