"""A MongoDB server of its own: a replica set of one on loopback, so transactions and change streams work."""

from pathlib import Path

from deploy.engines._initiate import is_primary
from deploy.engines.cache import mongod_path
from deploy.engines.ports import LOOPBACK, claim, require_free
from deploy.engines.process import ServerProcess
from deploy.engines.server import Server

REPLICA_SET = "alliance"
STOP_SECONDS = 20.0

_READY_SECONDS = 60.0  # a few seconds on a quiet machine; a crowded one may be ten times slower
_CACHE_GIGABYTES = "0.25"  # WiredTiger's smallest; several servers share one machine
_OPLOG_MEGABYTES = "256"
# Without this a signalled primary lingers 15 s for clients of a set that has no other member.
_QUIESCE = "shutdownTimeoutMillisForSignaledShutdown=100"


class MongoServer(Server):
    """One ``mongod`` on one data directory and one port, for as long as that directory exists.

    ``start`` after ``stop`` or ``kill`` serves the same data at the same ``url``. As a context
    manager it starts on entry and stops on exit. Raises EngineMissing when not fetched. `options`
    are further arguments of mongod.
    """

    NAME = "mongod"
    STOP_SECONDS = STOP_SECONDS

    def __init__(self, data_dir: Path, *, detached: bool = False, options: tuple[str, ...] = ()) -> None:
        self._options = options
        self._data_dir = data_dir.resolve()
        self._detached = detached
        self._data_dir.mkdir(parents=True, exist_ok=True)
        self._port = claim(self._data_dir, ("mongo",))["mongo"]

    @property
    def url(self) -> str:
        return f"mongodb://{LOOPBACK}:{self._port}/?replicaSet={REPLICA_SET}"

    def _started(self) -> ServerProcess:
        require_free([self._port])
        process = ServerProcess(self._command(), self._data_dir / "mongod.log", detached=self._detached)
        process.wait_until(lambda: is_primary(LOOPBACK, self._port, REPLICA_SET), _READY_SECONDS)
        return process

    def _command(self) -> list[str]:
        files = self._data_dir / "db"
        files.mkdir(exist_ok=True)
        place = ["--dbpath", str(files), "--logpath", str(self._data_dir / "mongod.log"), "--logappend"]
        address = ["--bind_ip", LOOPBACK, "--port", str(self._port), "--nounixsocket"]
        replication = ["--replSet", REPLICA_SET, "--oplogSize", _OPLOG_MEGABYTES]
        economy = ["--wiredTigerCacheSizeGB", _CACHE_GIGABYTES]
        parameters = ["--setParameter", _QUIESCE, "--setParameter", "diagnosticDataCollectionEnabled=false"]
        return [str(mongod_path()), *place, *address, *replication, *economy, *parameters, *self._options]
