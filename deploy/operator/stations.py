"""Each service's engines and keys, as its own processes would open them, for looking at them from outside."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from contracts.topics import SERVICES
from deploy.platform import programs
from kernel.auth import keys
from kernel.auth.tokens import TokenIssuer
from kernel.bus.port import Bus
from kernel.chance import SystemChance
from kernel.clock import Clock, SystemClock
from kernel.crypto import LocalMasterKey, master_secret
from kernel.node import KERNEL_COLLECTIONS, Node
from kernel.parking import Parking
from kernel.settings import Settings
from kernel.store.port import Collection, Store
from kernel.web.client import ServiceClient
from kernel.web.program import Program, bus_for, store_for


class NoData(ValueError):
    """The data folder holds nothing: opening it would make an empty database and look like a finding."""


@dataclass(frozen=True)
class Station:
    """One service. Nothing is opened before it is asked for."""

    program: Program
    settings: Settings
    store: Store
    bus: Bus
    clock: Clock

    @property
    def name(self) -> str:
        """The service's name."""
        return self.program.name

    @property
    def group(self) -> str:
        """The consumer group of its workers."""
        return f"alliance.{self.name}"

    @property
    def collections(self) -> tuple[Collection, ...]:
        """Everything that `prepare` would make."""
        service = self.program.service
        return (*KERNEL_COLLECTIONS, *(kind.collection for kind in service.kinds), *service.collections)

    @property
    def parking(self) -> Parking:
        """What the service could not handle; needs no keys to be looked at."""
        return Parking(self.store, self.clock)

    @cached_property
    def node(self) -> Node:
        """With keys and handlers, for handling events again; KeyUnusable or an OSError when a key is not there."""
        issuer = TokenIssuer(self.name, keys.load_private(self.settings.key_dir, self.name), self.clock)
        return Node(
            service=self.program.service,
            channels=self.program.channels,
            store=self.store,
            bus=self.bus,
            clock=self.clock,
            chance=SystemChance(),
            master=LocalMasterKey(master_secret(self.settings.master_key_file), self.name),
            call=ServiceClient(self.settings.urls, issuer),
        )


Stations = Mapping[str, Station]


def environment(data_dir: Path | None, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment, with the data folder that was named on the command line."""
    return {**environ, **({"ALLIANCE_DATA_DIR": str(data_dir)} if data_dir is not None else {})}


@contextmanager
def stations(environ: Mapping[str, str] = os.environ, names: Sequence[str] = SERVICES) -> Iterator[dict[str, Station]]:
    """By name; closed at the end. SettingsWrong, or NoData for an embedded store that is not there."""
    opened: dict[str, Station] = {}
    for name, program in programs(names).items():
        settings = Settings.from_environment(name, environ)
        _require_data(settings)
        opened[name] = Station(program, settings, store_for(settings), bus_for(settings), SystemClock())
    try:
        yield opened
    finally:
        for station in opened.values():
            station.bus.close()
            station.store.close()


def _require_data(settings: Settings) -> None:
    embedded = {"a store": settings.mongo_url is None, "a log": settings.kafka_bootstrap is None}
    files = {"a store": settings.data_dir / f"{settings.service}.db", "a log": settings.data_dir / "bus.db"}
    for what, is_file in embedded.items():
        if is_file and not files[what].exists():
            raise NoData(
                f"{settings.data_dir} holds no data of {settings.service} ({what} is missing): name the folder with "
                "--data, or set ALLIANCE_MONGO_URL and ALLIANCE_KAFKA_BOOTSTRAP"
            )
