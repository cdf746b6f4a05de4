"""Both engines standing beside the terminal that started them, remembered in a file beside their data."""

import contextlib
import fcntl
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.engines.kafka import STOP_SECONDS as KAFKA_STOP_SECONDS
from deploy.engines.kafka import KafkaServer
from deploy.engines.mongo import STOP_SECONDS as MONGO_STOP_SECONDS
from deploy.engines.mongo import MongoServer
from deploy.engines.process import runs, stop_by_pid

_STATE = "engines.json"
_STOP_SECONDS = {"mongo": MONGO_STOP_SECONDS, "kafka": KAFKA_STOP_SECONDS}

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Engine:
    """One started engine: its process id and the variable through which Alliance finds it."""

    pid: int
    variable: str
    address: str


def start(folder: Path, say: Say) -> dict[str, Engine]:
    """Both engines running on ``folder``; what runs already is left alone, what died serves its data again."""
    with _sole_user_of(folder):
        known = _living(folder)
        for name, launch in (("mongo", _launch_mongo), ("kafka", _launch_kafka)):
            if name in known:
                say(f"{name} already runs as process {known[name].pid}.")
                continue
            say(f"Starting {name}...")
            known[name] = launch(folder / name)
            _write(folder, known)
        return known


def stop(folder: Path, say: Say) -> None:
    """Ends what ``start`` started on ``folder``, in order, by process id. The data stay."""
    with _sole_user_of(folder):
        for name, engine in _living(folder).items():
            say(f"Stopping {name} (process {engine.pid})...")
            stop_by_pid(engine.pid, folder / name, _STOP_SECONDS[name])
        (folder / _STATE).unlink(missing_ok=True)


def status(folder: Path) -> dict[str, Engine]:
    """The engines that run on ``folder`` now; dead ones are left out."""
    return _living(folder)


def _launch_mongo(data_dir: Path) -> Engine:
    server = MongoServer(data_dir, detached=True)
    server.start()
    return Engine(server.pid, "ALLIANCE_MONGO_URL", server.url)


def _launch_kafka(data_dir: Path) -> Engine:
    server = KafkaServer(data_dir, detached=True)
    server.start()
    return Engine(server.pid, "ALLIANCE_KAFKA_BOOTSTRAP", server.bootstrap)


@contextlib.contextmanager
def _sole_user_of(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _living(folder: Path) -> dict[str, Engine]:
    state = folder / _STATE
    if not state.exists():
        return {}
    rows: dict[str, dict[str, str]] = json.loads(state.read_text("utf-8"))
    engines = {name: Engine(int(row["pid"]), row["variable"], row["address"]) for name, row in rows.items()}
    return {name: engine for name, engine in engines.items() if runs(engine.pid, folder / name)}


def _write(folder: Path, engines: dict[str, Engine]) -> None:
    rows = {
        name: {"pid": str(engine.pid), "variable": engine.variable, "address": engine.address}
        for name, engine in engines.items()
    }
    fresh = folder / f"{_STATE}.fresh"
    fresh.write_text(json.dumps(rows, indent=2) + "\n", "utf-8")
    fresh.replace(folder / _STATE)
