"""Every service as its own API process (gunicorn) and worker process on one machine, over real engines.

A process that ends by itself is started again, at growing intervals; a configuration error is not retried. Stopping
sends SIGTERM and waits: requests are answered, turns finished, offsets committed. Should the starter itself be killed,
the kernel ends its processes.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from contracts.topics import PUBLISHED, SERVICES, topic_of
from deploy.engines.errors import EngineFailed
from deploy.engines.ports import claim
from deploy.engines.process import bound_to_us
from kernel.auth import keys
from kernel.bus.kafka import KafkaBus
from kernel.clock import Clock, SystemClock
from kernel.crypto import create_master_secret
from kernel.web.program import EXIT_CONFIGURATION

STOP_SECONDS = 30.0  # gunicorn's graceful timeout and a worker's finish, with some to spare
READY_SECONDS_MAX = 120.0  # ten interpreters at once on a crowded machine with two cores
RESTART_SECONDS_FIRST = 0.1
RESTART_SECONDS_MAX = 10.0
STEADY_SECONDS = 30.0  # one that has lived so long has not failed to start: its next death counts as the first
CHECK_SECONDS = 0.1
ASK_SECONDS = 5.0

PARTS = ("api", "worker")

Role = tuple[str, str]  # service, part


@dataclass
class Processes:
    """The set of processes. Start it from a thread that outlives them, the main thread say."""

    data_dir: Path
    mongo_url: str
    kafka_bootstrap: str
    environ: Mapping[str, str]
    web_port: int | None = None
    clock: Clock = field(default_factory=SystemClock)
    names: tuple[str, ...] = SERVICES
    running: dict[Role, subprocess.Popen[bytes]] = field(default_factory=dict, init=False)
    ports: dict[Role, int] = field(default_factory=dict, init=False)
    failed: list[Role] = field(default_factory=list, init=False)
    exits: dict[Role, int] = field(default_factory=dict, init=False)
    _stop: threading.Event = field(default_factory=threading.Event, init=False)
    _watcher: threading.Thread | None = field(default=None, init=False)
    _deaths: dict[Role, int] = field(default_factory=dict, init=False)
    _begun: dict[Role, float] = field(default_factory=dict, init=False)
    _due: dict[Role, float] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        every = [(name, part) for name in SERVICES for part in PARTS]
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        claimed = claim(self.data_dir, tuple("-".join(role) for role in every))
        self.ports = {role: claimed["-".join(role)] for role in every}
        if self.web_port is not None:
            self.ports[("web", "api")] = self.web_port

    @property
    def url(self) -> str:
        """Where people go."""
        return f"http://127.0.0.1:{self.ports[('web', 'api')]}"

    @property
    def urls(self) -> dict[str, str]:
        """API addresses by service."""
        return {name: f"http://127.0.0.1:{self.ports[(name, 'api')]}" for name in SERVICES}

    @property
    def roles(self) -> list[Role]:
        """What is started."""
        return [(name, part) for name in self.names for part in PARTS]

    @property
    def key_dir(self) -> Path:
        """The services' token keys."""
        return self.data_dir / "keys"

    def start(self) -> None:
        """Make keys and topics, start everything and watch over it."""
        create_master_secret(self.key_dir / "master.key")
        for name in SERVICES:
            keys.create(self.key_dir, name)
        bus = KafkaBus(self.kafka_bootstrap, "alliance-processes")
        try:
            bus.ensure_topics([topic_of(name) for name, events in PUBLISHED.items() if events])
        finally:
            bus.close()
        for role in self.roles:
            self._spawn(role)
        self._watcher = threading.Thread(target=self._watch, name="processes", daemon=True)
        self._watcher.start()

    def wait_until_ready(self, seconds: float = READY_SECONDS_MAX) -> None:
        """EngineFailed, naming the processes that do not answer, when one is not ready in time or cannot be started."""
        deadline = self.clock.monotonic() + seconds
        waiting = self.roles
        while waiting := [role for role in waiting if not self.ready(role)]:
            late = self.clock.monotonic() > deadline
            if late or self.failed:
                names = ", ".join("-".join(role) for role in waiting)
                raise EngineFailed(f"not ready: {names}; see {self.data_dir / 'logs'}")
            self.clock.sleep(CHECK_SECONDS)

    def ready(self, role: Role) -> bool:
        """Whether every readiness check of the process holds."""
        try:
            with urllib.request.urlopen(self.health_url(role), timeout=ASK_SECONDS) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return False

    def health_url(self, role: Role) -> str:
        """The readiness address of one process."""
        return f"http://127.0.0.1:{self.ports[role]}/health/ready"

    def health_urls(self) -> Iterator[str]:
        """Readiness addresses of all processes."""
        yield from (self.health_url(role) for role in self.roles)

    def kill(self, role: Role) -> int:
        """kill -9 of the process and its children, for tests; the watch starts it again. The pid that died."""
        process = self.running[role]
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return process.pid

    def stop(self) -> bool:
        """True when every process ended by itself within the time, with exit code 0; `exits` has the codes."""
        self._stop.set()
        if self._watcher is not None:
            self._watcher.join()
        for process in self.running.values():
            process.terminate()
        deadline = self.clock.monotonic() + STOP_SECONDS
        for role, process in self.running.items():
            self.exits[role] = self._ended(process, max(deadline - self.clock.monotonic(), 0.1))
        return all(code == 0 for code in self.exits.values())

    def _ended(self, process: subprocess.Popen[bytes], seconds: float) -> int:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return self._killed(process)

    def _killed(self, process: subprocess.Popen[bytes]) -> int:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        return process.wait()

    def _spawn(self, role: Role) -> None:
        service, part = role
        logs = self.data_dir / "logs"
        logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (logs / f"{service}-{part}.log").open("ab") as log:
            self.running[role] = subprocess.Popen(
                bound_to_us([sys.executable, "-m", f"services.{service}", part]),
                env=self._environment(role),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._begun[role] = self.clock.monotonic()

    def _environment(self, role: Role) -> dict[str, str]:
        own = {
            "ALLIANCE_DATA_DIR": str(self.data_dir),
            "ALLIANCE_KEY_DIR": str(self.key_dir),
            "ALLIANCE_MONGO_URL": self.mongo_url,
            "ALLIANCE_KAFKA_BOOTSTRAP": self.kafka_bootstrap,
            "ALLIANCE_PUBLIC_URL": self.url,
            "ALLIANCE_PORT": str(self.ports[role]),
            "ALLIANCE_WORKERS": "1",
        }
        addresses = {f"ALLIANCE_URL_{name.upper()}": url for name, url in self.urls.items()}
        return {**os.environ, **own, **addresses, **self._metrics(role), **self.environ}

    def _metrics(self, role: Role) -> dict[str, str]:
        """A gunicorn's processes share their numbers through a directory that is theirs alone."""
        service, part = role
        if part != "api":
            return {}
        directory = self.data_dir / "metrics" / service
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        return {"PROMETHEUS_MULTIPROC_DIR": str(directory)}

    def _watch(self) -> None:
        while not self._stop.wait(CHECK_SECONDS):
            for role, process in list(self.running.items()):
                if role not in self.failed and (code := process.poll()) is not None:
                    self._again(role, code)

    def _again(self, role: Role, code: int) -> None:
        """The others are looked after meanwhile: a pause is a moment to wait for, not a sleep."""
        now = self.clock.monotonic()
        if code == EXIT_CONFIGURATION:
            self.failed.append(role)
        elif role not in self._due:
            died_young = now - self._begun[role] < STEADY_SECONDS
            self._deaths[role] = self._deaths.get(role, 0) + 1 if died_young else 1
            pause = RESTART_SECONDS_FIRST * 2.0 ** min(self._deaths[role] - 1, 10)
            self._due[role] = now + min(pause, RESTART_SECONDS_MAX)
        elif now >= self._due[role]:
            del self._due[role]
            self._spawn(role)
