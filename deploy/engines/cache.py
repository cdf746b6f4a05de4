"""Where the fetched engines lie, and how to tell that they are complete.

A version folder appears in the cache by one rename, after every checksum in it was compared;
a folder that is there is therefore whole unless somebody edited it afterwards.
"""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from deploy.engines.errors import EngineMissing

MONGO_VERSION = "6.0.5"
KAFKA_VERSION = "4.3.1"
MONGO_FOLDER = f"mongod-{MONGO_VERSION}"
KAFKA_FOLDER = f"kafka-{KAFKA_VERSION}"

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "checksums.txt"
POM = HERE / "pom.xml"
LOGGING = HERE / "log4j2.properties"

_ENVIRONMENT_NAME = "ALLIANCE_ENGINES_DIR"
_HASH_BLOCK = 1 << 20  # bytes read at a time, so that a 140 MB server is not held in memory


def cache_folder() -> Path:
    """``ALLIANCE_ENGINES_DIR`` when set, else ``.engines`` in the root of this checkout."""
    named = os.environ.get(_ENVIRONMENT_NAME)
    return Path(named).expanduser().resolve() if named else HERE.parent.parent / ".engines"


def mongod_path() -> Path:
    """The fetched ``mongod``. Raises EngineMissing with the command that fetches it."""
    return _present(cache_folder() / MONGO_FOLDER / "mongod")


def kafka_libraries() -> Path:
    """The folder with the fetched broker's jars. Raises EngineMissing with the command that fetches them."""
    return _present(cache_folder() / KAFKA_FOLDER)


def engines_present() -> bool:
    """True when both engines can be started without fetching anything."""
    cache = cache_folder()
    return (cache / MONGO_FOLDER / "mongod").exists() and (cache / KAFKA_FOLDER).exists()


def manifest(folder: str) -> Mapping[str, str]:
    """File name to SHA-256 in hex, for one version folder; the committed truth, in ``sha256sum`` format."""
    rows = (line.split(maxsplit=1) for line in MANIFEST.read_text("ascii").splitlines())
    wanted = ((*path.strip().split("/", 1), digest) for digest, path in rows)
    return {name: digest for place, name, digest in wanted if place == folder}


def differences(folder: Path, expected: Mapping[str, str]) -> list[str]:
    """A plain sentence per file that is missing, unexpected or altered; empty means exactly as committed."""
    found = {path.name: path for path in folder.iterdir()} if folder.is_dir() else {}
    missing = [f"{name} is missing" for name in sorted(expected.keys() - found.keys())]
    extra = [
        f"{name} is not in the manifest (sha256 {sha256(found[name])})"
        for name in sorted(found.keys() - expected.keys())
    ]
    altered = [
        f"{name} has sha256 {digest}, not {expected[name]}"
        for name in sorted(found.keys() & expected.keys())
        if (digest := sha256(found[name])) != expected[name]
    ]
    return missing + extra + altered


def sha256(path: Path) -> str:
    """SHA-256 of the file's bytes, in lower-case hex."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_HASH_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _present(path: Path) -> Path:
    if not path.exists():
        raise EngineMissing(f"{path} does not exist; run: python -m deploy.engines fetch")
    return path
