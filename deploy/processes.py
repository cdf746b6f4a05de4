"""Every service as its own API process (gunicorn) and worker process on one machine, over real engines.

A process that ends by itself is started again, at growing intervals; a configuration error is not retried. Stopping
sends SIGTERM and waits: requests are answered, turns finished, offsets committed.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from contracts.topics import SERVICES
from deploy.engines.ports import claim
from kernel.auth import keys
from kernel.clock import Clock, SystemClock
from kernel.crypto import create_master_secret
from kernel.web.program import EXIT_CONFIGURATION

STOP_SECONDS = 25.0  # gunicorn's graceful timeout and a worker's finish, with some to spare
RESTART_SECONDS_MAX = 10.0
CHECK_SECONDS = 0.2

Role = tuple[str, str]  # service, "api" or "worker"


@dataclass
class Processes:
    """The set of processes; `urls` are the API addresses, `web` the one for people."""

    data_dir: Path
    mongo_url: str
    kafka_bootstrap: str
    web_port: int
    environ: Mapping[str, str]
    clock: Clock = field(default_factory=SystemClock)
    names: tuple[str, ...] = SERVICES
    running: dict[Role, subprocess.Popen[bytes]] = field(default_factory=dict, init=False)
    ports: dict[Role, int] = field(default_factory=dict, init=False)
    failed: list[Role] = field(default_factory=list, init=False)
    _stop: threading.Event = field(default_factory=threading.Event, init=False)
    _deaths: dict[Role, int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        roles = [(name, part) for name in self.names for part in ("api", "worker")]
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        claimed = claim(self.data_dir, tuple("-".join(role) for role in roles))
        self.ports = {role: claimed["-".join(role)] for role in roles}
        self.ports[("web", "api")] = self.web_port

    @property
    def url(self) -> str:
        """Where people go."""
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def urls(self) -> dict[str, str]:
        """API addresses by service."""
        return {name: f"http://127.0.0.1:{self.ports[(name, 'api')]}" for name in self.names}

    def start(self) -> None:
        """Make keys, start everything and watch over it."""
        key_dir = self.data_dir / "keys"
        create_master_secret(key_dir / "master.key")
        for name in self.names:
            keys.create(key_dir, name)
        for role in self.ports:
            self._spawn(role)
        threading.Thread(target=self._watch, name="processes", daemon=True).start()

    def health_urls(self) -> Iterator[str]:
        """Readiness addresses of all processes."""
        for port in self.ports.values():
            yield f"http://127.0.0.1:{port}/health/ready"

    def kill(self, role: Role) -> int:
        """kill -9, for tests; the watch starts it again. The pid that died."""
        process = self.running[role]
        os.killpg(process.pid, signal.SIGKILL)
        return process.pid

    def stop(self) -> bool:
        """True when every process ended by itself within the time."""
        self._stop.set()
        for process in self.running.values():
            process.terminate()
        clean = True
        for process in self.running.values():
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                clean = False
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        return clean

    def _spawn(self, role: Role) -> None:
        service, part = role
        logs = self.data_dir / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        with (logs / f"{service}-{part}.log").open("ab") as log:
            self.running[role] = subprocess.Popen(
                [sys.executable, "-m", f"services.{service}", part],
                env=self._environment(role),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _environment(self, role: Role) -> dict[str, str]:
        own = {
            "ALLIANCE_DATA_DIR": str(self.data_dir),
            "ALLIANCE_MONGO_URL": self.mongo_url,
            "ALLIANCE_KAFKA_BOOTSTRAP": self.kafka_bootstrap,
            "ALLIANCE_PUBLIC_URL": self.url,
            "ALLIANCE_PORT": str(self.ports[role]),
            "ALLIANCE_WORKERS": "1",
        }
        addresses = {f"ALLIANCE_URL_{name.upper()}": url for name, url in self.urls.items()}
        return {**os.environ, **own, **addresses, **self.environ}

    def _watch(self) -> None:
        while not self._stop.wait(CHECK_SECONDS):
            for role, process in list(self.running.items()):
                if process.poll() is not None and role not in self.failed and not self._stop.is_set():
                    self._again(role, process.returncode)

    def _again(self, role: Role, code: int) -> None:
        if code == EXIT_CONFIGURATION:
            self.failed.append(role)
            return
        self._deaths[role] = self._deaths.get(role, 0) + 1
        self._stop.wait(min(0.1 * 2 ** min(self._deaths[role], 10), RESTART_SECONDS_MAX))
        if not self._stop.is_set():
            self._spawn(role)
