"""An Apache Kafka broker of its own: KRaft, broker and controller in one process, on loopback."""

import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.engines._metadata import broker_is_registered
from deploy.engines.cache import LOGGING, kafka_libraries
from deploy.engines.errors import EngineFailed, EngineMissing
from deploy.engines.ports import LOOPBACK, claim, require_free
from deploy.engines.process import ServerProcess

STOP_SECONDS = 30.0

_READY_SECONDS = 90.0  # about five seconds on a quiet machine; a crowded one may be ten times slower
_FORMAT_SECONDS = 60.0
# Clusters are told apart by port and data directory; 16 bytes, base64url, as the format demands.
_CLUSTER_ID = "QWxsaWFuY2UtZW5naW5lcw"
_HEAP = "-Xmx512m"
# Quick to start and small on two cores; a broker under test never runs long enough to earn more.
_QUICK_JAVA = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")
# Internal topics are created on first use, one file set per partition: five start far sooner than fifty.
_INTERNAL_PARTITIONS = 5
# A killed broker comes back only when its old session has run out, by default after nine seconds.
_SESSION_MILLISECONDS = 3000
_HEARTBEAT_MILLISECONDS = 500


class KafkaServer:
    """One broker on one data directory and one pair of ports, for as long as that directory exists.

    ``start`` after ``stop`` or ``kill`` serves the same records at the same ``bootstrap``. As a
    context manager it starts on entry and stops on exit. Topics are never created by themselves.
    Raises EngineMissing when the broker was not fetched or java is absent.
    """

    def __init__(self, data_dir: Path, *, detached: bool = False) -> None:
        self._data_dir = data_dir.resolve()
        self._detached = detached
        self._data_dir.mkdir(parents=True, exist_ok=True)
        ports = claim(self._data_dir, ("broker", "controller"))
        self._port, self._controller_port = ports["broker"], ports["controller"]
        self._process: ServerProcess | None = None

    @property
    def bootstrap(self) -> str:
        return f"{LOOPBACK}:{self._port}"

    @property
    def pid(self) -> int:
        """The process id; EngineFailed when the broker is not running."""
        return self._running().pid

    def start(self) -> None:
        """Returns when the broker serves clients; EngineFailed with its log when it does not."""
        if self._process is not None:
            raise EngineFailed(f"Kafka already runs as {self._process.pid}")
        require_free([self._port, self._controller_port])
        self._settings().write_text(self._properties(), "utf-8")
        if not (self._data_dir / "topics" / "meta.properties").exists():
            self._format()
        command = [*self._java("kafka.log"), "kafka.Kafka", str(self._settings())]
        process = ServerProcess(command, self._data_dir / "kafka.log", detached=self._detached)
        process.wait_until(lambda: broker_is_registered(LOOPBACK, self._port), _READY_SECONDS)
        self._process = process

    def stop(self) -> None:
        """Ends the broker in order; its records are whole on disk. A stopped broker stays stopped."""
        process, self._process = self._process, None
        if process is not None:
            process.stop(STOP_SECONDS)

    def kill(self) -> None:
        """Ends the broker as a crash would (SIGKILL); EngineFailed when it is not running."""
        process, self._process = self._running(), None
        process.kill()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _running(self) -> ServerProcess:
        if self._process is None:
            raise EngineFailed("Kafka is not running")
        return self._process

    def _format(self) -> None:
        tool = [*self._java("format.log"), "kafka.tools.StorageTool", "format", "--standalone"]
        command = [*tool, "--cluster-id", _CLUSTER_ID, "--config", str(self._settings())]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_FORMAT_SECONDS, check=False)
        if done.returncode != 0:
            raise EngineFailed(f"Kafka's storage could not be formatted:\n{done.stdout}{done.stderr}")

    def _java(self, log: str) -> list[str]:
        java = shutil.which("java")
        if java is None:
            raise EngineMissing("java is missing; install Java 17 (Debian: openjdk-17-jre-headless)")
        logging = (f"-Dlog4j2.configurationFile={LOGGING}", f"-Dalliance.engine.log={self._data_dir / log}")
        return [java, _HEAP, *_QUICK_JAVA, *logging, "-cp", f"{kafka_libraries()}/*"]

    def _settings(self) -> Path:
        return self._data_dir / "server.properties"

    def _properties(self) -> str:
        broker, controller = self.bootstrap, f"{LOOPBACK}:{self._controller_port}"
        rows = {
            "process.roles": "broker,controller",
            "node.id": 1,
            "controller.quorum.bootstrap.servers": controller,
            "controller.listener.names": "CONTROLLER",
            "inter.broker.listener.name": "PLAINTEXT",
            "listeners": f"PLAINTEXT://{broker},CONTROLLER://{controller}",
            "advertised.listeners": f"PLAINTEXT://{broker},CONTROLLER://{controller}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs": self._data_dir / "topics",
            "broker.session.timeout.ms": _SESSION_MILLISECONDS,
            "broker.heartbeat.interval.ms": _HEARTBEAT_MILLISECONDS,
            "auto.create.topics.enable": "false",
            "group.initial.rebalance.delay.ms": 0,
            "offsets.topic.replication.factor": 1,
            "offsets.topic.num.partitions": _INTERNAL_PARTITIONS,
            "transaction.state.log.replication.factor": 1,
            "transaction.state.log.min.isr": 1,
            "transaction.state.log.num.partitions": _INTERNAL_PARTITIONS,
            "share.coordinator.state.topic.replication.factor": 1,
            "share.coordinator.state.topic.min.isr": 1,
            "share.coordinator.state.topic.num.partitions": _INTERNAL_PARTITIONS,
        }
        return "".join(f"{name}={value}\n" for name, value in rows.items())
