"""An Apache Kafka broker of its own: KRaft, broker and controller in one process, on loopback."""

import shutil
import subprocess
from pathlib import Path

from deploy.engines._metadata import broker_is_registered
from deploy.engines.cache import LOGGING, kafka_libraries
from deploy.engines.errors import EngineFailed, EngineMissing
from deploy.engines.ports import LOOPBACK, claim, require_free
from deploy.engines.process import ServerProcess
from deploy.engines.server import Server

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


class KafkaServer(Server):
    """One broker on one data directory and one pair of ports, for as long as that directory exists.

    ``start`` after ``stop`` or ``kill`` serves the same records at the same ``bootstrap``. As a
    context manager it starts on entry and stops on exit. Topics are never created by themselves.
    Raises EngineMissing when the broker was not fetched or java is absent.
    """

    NAME = "Kafka"
    STOP_SECONDS = STOP_SECONDS

    def __init__(self, data_dir: Path, *, detached: bool = False) -> None:
        self._data_dir = data_dir.resolve()
        self._detached = detached
        self._data_dir.mkdir(parents=True, exist_ok=True)
        ports = claim(self._data_dir, ("broker", "controller"))
        self._port, self._controller_port = ports["broker"], ports["controller"]

    @property
    def bootstrap(self) -> str:
        return f"{LOOPBACK}:{self._port}"

    def _started(self) -> ServerProcess:
        require_free([self._port, self._controller_port])
        self._settings().write_text(self._properties(), "utf-8")
        if not (self._data_dir / "topics" / "meta.properties").exists():
            self._format()
        command = [*self._java("kafka.log"), "kafka.Kafka", str(self._settings())]
        process = ServerProcess(command, self._data_dir / "kafka.log", detached=self._detached)
        process.wait_until(lambda: broker_is_registered(LOOPBACK, self._port), _READY_SECONDS)
        return process

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
