"""The whole platform in one process on the embedded pair: SQLite files and an SQLite log in one folder, Python alone.

Everything that was acknowledged is on disk: a kill -9 and a new start lose nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from contracts.topics import SERVICES
from deploy.platform import Platform, assemble
from kernel.auth import keys
from kernel.bus.embedded import EmbeddedBus
from kernel.chance import SystemChance
from kernel.clock import SystemClock
from kernel.crypto import create_master_secret, master_secret
from kernel.loops import Worker
from kernel.settings import Settings
from kernel.store.sqlite import SqliteStore
from kernel.web.serve import Served, Wsgi, serve_in_thread


@dataclass
class OneBox:
    """Pages on `port`, the services' APIs beside it on `port + 1` under `/<service>`."""

    data_dir: Path
    port: int
    environ: Mapping[str, str]
    host: str = "127.0.0.1"
    platform: Platform = field(init=False)
    _worker: Worker | None = field(default=None, init=False)
    _servers: list[Served] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        clock, settings = SystemClock(), {name: self._settings(name) for name in SERVICES}
        first = settings[SERVICES[0]]
        create_master_secret(first.master_key_file)
        bus = EmbeddedBus(str(self.data_dir / "bus.db"), clock)
        self.platform = assemble(
            store=lambda name: SqliteStore(str(self.data_dir / f"{name}.db")),
            bus=lambda name: bus,
            clock=clock,
            chance=SystemChance(),
            settings=settings.__getitem__,
            secret=master_secret(first.master_key_file),
            signing_keys={name: keys.create(first.key_dir, name) for name in SERVICES},
        )

    @property
    def url(self) -> str:
        """Where people go."""
        return f"http://{self.host}:{self.port}"

    @property
    def api_url(self) -> str:
        """Where other systems go; a service's name follows."""
        return f"http://{self.host}:{self.port + 1}"

    def prepare(self) -> None:
        """Files, tables, indexes and topics."""
        self.platform.prepare()

    def start(self) -> None:
        """Begin to work and to answer; returns at once."""
        apis: dict[str, Wsgi] = {f"/{name}": app for name, app in self.platform.apps.items() if name != "web"}
        self._worker = self.platform.worker()
        self._worker.start()
        self._servers.append(serve_in_thread(self.platform.apps["web"], self.host, self.port))
        self._servers.append(serve_in_thread(DispatcherMiddleware(_nothing_here, apis), self.host, self.port + 1))

    def healthy(self) -> bool:
        """Every loop lives and finishes its turns."""
        return self._worker is not None and all(self._worker.ready().values())

    def stop(self) -> bool:
        """Answer what is asked, finish what is in hand, commit, close. True when all ended in time."""
        for server in self._servers:
            server.stop()
        finished = self._worker.finish() if self._worker else True
        self.platform.close()
        return finished

    def _settings(self, name: str) -> Settings:
        own = {"ALLIANCE_DATA_DIR": str(self.data_dir), "ALLIANCE_PUBLIC_URL": self.url}
        return Settings.from_environment(name, {**own, **self.environ})


def _nothing_here(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The root of the API port: no service stands there."""
    start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"Name a service: " + ", ".join(name for name in SERVICES if name != "web").encode()]
