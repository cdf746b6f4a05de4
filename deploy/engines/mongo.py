"""A MongoDB server of its own: a replica set of one on loopback, so transactions and change streams work."""

from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.engines._initiate import is_primary
from deploy.engines.cache import mongod_path
from deploy.engines.errors import EngineFailed
from deploy.engines.ports import LOOPBACK, claim, require_free
from deploy.engines.process import ServerProcess

REPLICA_SET = "alliance"
STOP_SECONDS = 20.0

_READY_SECONDS = 60.0  # a few seconds on a quiet machine; a crowded one may be ten times slower
_CACHE_GIGABYTES = "0.25"  # WiredTiger's smallest; several servers share one machine
_OPLOG_MEGABYTES = "256"
# Without this a signalled primary lingers 15 s for clients of a set that has no other member.
_QUIESCE = "shutdownTimeoutMillisForSignaledShutdown=100"


class MongoServer:
    """One ``mongod`` on one data directory and one port, for as long as that directory exists.

    ``start`` after ``stop`` or ``kill`` serves the same data at the same ``url``. As a context
    manager it starts on entry and stops on exit. Raises EngineMissing when not fetched. `options`
    are further arguments of mongod.
    """

    def __init__(self, data_dir: Path, *, detached: bool = False, options: tuple[str, ...] = ()) -> None:
        self._options = options
        self._data_dir = data_dir.resolve()
        self._detached = detached
        self._data_dir.mkdir(parents=True, exist_ok=True)
        self._port = claim(self._data_dir, ("mongo",))["mongo"]
        self._process: ServerProcess | None = None

    @property
    def url(self) -> str:
        return f"mongodb://{LOOPBACK}:{self._port}/?replicaSet={REPLICA_SET}"

    @property
    def pid(self) -> int:
        """The process id; EngineFailed when the server is not running."""
        return self._running().pid

    def start(self) -> None:
        """Returns when the server is primary and takes writes; EngineFailed with its log when it does not."""
        if self._process is not None:
            raise EngineFailed(f"mongod already runs as {self._process.pid}")
        require_free([self._port])
        process = ServerProcess(self._command(), self._data_dir / "mongod.log", detached=self._detached)
        process.wait_until(lambda: is_primary(LOOPBACK, self._port, REPLICA_SET), _READY_SECONDS)
        self._process = process

    def stop(self) -> None:
        """Ends the server in order; its data are whole on disk. A stopped server stays stopped."""
        process, self._process = self._process, None
        if process is not None:
            process.stop(STOP_SECONDS)

    def kill(self) -> None:
        """Ends the server as a crash would (SIGKILL); EngineFailed when it is not running."""
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
            raise EngineFailed("mongod is not running")
        return self._process

    def _command(self) -> list[str]:
        files = self._data_dir / "db"
        files.mkdir(exist_ok=True)
        place = ["--dbpath", str(files), "--logpath", str(self._data_dir / "mongod.log"), "--logappend"]
        address = ["--bind_ip", LOOPBACK, "--port", str(self._port), "--nounixsocket"]
        replication = ["--replSet", REPLICA_SET, "--oplogSize", _OPLOG_MEGABYTES]
        economy = ["--wiredTigerCacheSizeGB", _CACHE_GIGABYTES]
        parameters = ["--setParameter", _QUIESCE, "--setParameter", "diagnosticDataCollectionEnabled=false"]
        return [str(mongod_path()), *place, *address, *replication, *economy, *parameters, *self._options]
