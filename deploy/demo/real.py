"""The demo as separate processes over a real MongoDB and a real Kafka on this machine."""

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.demo.guard import require_loopback
from deploy.demo.house import Ports, Step, demo_environment, mailbox_for
from deploy.demo.load import Loader, Report
from deploy.demo.mailbox import Mailbox
from deploy.demo.network import demo
from deploy.demo.places import Places, announce, withdraw
from deploy.engines import standing
from deploy.engines.errors import EngineMissing
from deploy.engines.fetch import fetch
from deploy.engines.ports import require_free
from deploy.operator.stations import stations
from deploy.processes import Processes
from deploy.tour.walk import client_for
from kernel.clock import SystemClock

MONGO, KAFKA = "ALLIANCE_MONGO_URL", "ALLIANCE_KAFKA_BOOTSTRAP"


@dataclass
class RealHouse:
    """Engines of its own in `data_dir/engines`, or those that the two variables name: on this machine, in any case."""

    data_dir: Path
    ports: Ports
    environ: Mapping[str, str]
    step: Step
    report: Report
    mailbox: Mailbox | None = field(default=None, init=False)
    processes: Processes | None = field(default=None, init=False)
    _own_engines: bool = field(default=False, init=False)

    def start(self) -> Places:
        """Everything answers and the families are there when it returns; what was started is stopped on a failure."""
        settings = demo_environment(self.data_dir, self.ports, self.environ)
        require_free((self.ports.first, self.ports.mailbox, self.ports.smtp))
        try:
            return self._started(settings)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> bool:
        """Processes end in order, then the engines that were started here. True when all ended by themselves."""
        withdraw(self.data_dir)
        clean = self.processes.stop() if self.processes is not None else True
        if self.mailbox is not None:
            self.mailbox.stop()
        if self._own_engines:
            standing.stop(self._engines_dir, lambda _: None)
        self.mailbox = self.processes = None
        self._own_engines = False
        return clean

    def healthy(self) -> bool:
        """No process has a configuration that cannot work; one that died is being started again."""
        return self.processes is not None and not self.processes.failed

    def wait(self, stop: threading.Event, seconds: float) -> bool:
        """True when asked to stop, False when a process cannot be started."""
        while not stop.wait(seconds):
            if not self.healthy():
                return False
        return True

    @property
    def _engines_dir(self) -> Path:
        return self.data_dir / "engines"

    def _started(self, settings: Mapping[str, str]) -> Places:
        mongo, kafka = self._engines()
        with self.step("Mailbox and telephone listen"):
            self.mailbox = mailbox_for(self.data_dir, self.ports)
            self.mailbox.start()
        self.processes = Processes(self.data_dir, mongo, kafka, settings, self.ports.first)
        with self.step("Five services, an API process and a worker process each"):
            self.processes.start()
            self.processes.wait_until_ready()
        places = Places(os.getpid(), self.processes.url, _apis(self.processes), self.mailbox.url, str(self.data_dir))
        with self.step("Two networks, four clinics, some twenty families"):
            self._load(settings, places, mongo, kafka)
        announce(self.data_dir, places)
        return places

    def _engines(self) -> tuple[str, str]:
        """Addresses of MongoDB and Kafka."""
        named = self.environ.get(MONGO), self.environ.get(KAFKA)
        if named[0] and named[1]:
            return require_loopback(MONGO, named[0]), require_loopback(KAFKA, named[1])
        if any(named):
            raise ValueError(f"set both {MONGO} and {KAFKA}, or neither")
        with self.step("MongoDB and Kafka, fetched at the first start"):
            self._own_engines = True
            try:
                engines = standing.start(self._engines_dir, lambda _: None)
            except EngineMissing:
                fetch(lambda _: None)
                engines = standing.start(self._engines_dir, lambda _: None)
        return engines["mongo"].address, engines["kafka"].address

    def _load(self, settings: Mapping[str, str], places: Places, mongo: str, kafka: str) -> None:
        own = {**settings, "ALLIANCE_DATA_DIR": str(self.data_dir), MONGO: mongo, KAFKA: kafka}
        client = client_for(places)
        try:
            with stations(own, ("web",)) as opened:
                accounts = opened["web"].node.dispatcher
                loader = Loader(
                    demo=demo(), client=client, accounts=accounts, clock=SystemClock(), data_dir=self.data_dir
                )
                loader.run(self.report)
        finally:
            client.close()


def _apis(processes: Processes) -> dict[str, str]:
    return {name: url for name, url in processes.urls.items() if name != "web"}
