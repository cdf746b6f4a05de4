"""Where a running demo is found: a small file in its data folder, and the lock that keeps a second one out."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

DEFAULT_DATA = Path("var/demo")
DEFAULT_PORT = 8080
ANSWER_SECONDS = 2.0
_FILE = "running.json"


class AlreadyRuns(ValueError):
    """Another demo uses this folder."""


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses of a running demo. `apis` are the services' addresses by name."""

    pid: int
    url: str
    apis: dict[str, str]
    mailbox: str
    data_dir: str

    def answers(self) -> bool:
        """Whether the pages are served now."""
        try:
            return httpx.get(f"{self.url}/health/ready", timeout=ANSWER_SECONDS, trust_env=False).status_code < 500
        except httpx.HTTPError:
            return False


@contextmanager
def sole_user_of(data_dir: Path) -> Iterator[None]:
    """AlreadyRuns when another demo holds the folder."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data_dir / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRuns(f"a demo already runs on {data_dir}; stop it, or choose another folder") from error
        yield


def announce(data_dir: Path, places: Places) -> None:
    """Whole or not at all."""
    fresh = data_dir / f".{_FILE}.{os.getpid()}"
    fresh.write_text(json.dumps(asdict(places), indent=2) + "\n", "utf-8")
    fresh.replace(data_dir / _FILE)


def withdraw(data_dir: Path) -> None:
    """The demo no longer answers."""
    (data_dir / _FILE).unlink(missing_ok=True)


def found(data_dir: Path) -> Places | None:
    """The demo that runs on this folder now, None when there is none; a file left by a kill does not count."""
    file = data_dir / _FILE
    if not file.exists():
        return None
    places = Places(**json.loads(file.read_text("utf-8")))
    return places if places.answers() else None
