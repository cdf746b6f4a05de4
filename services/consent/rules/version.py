"""Which rules decided: a hash over the source of everything that takes part in a decision, and of nothing besides."""

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = "services.consent.rules"
HERE = Path(__file__).parent
ENTRANCES = ("engine", "duties")
VERSION_CHARACTERS = 12  # of SHA-256 in hexadecimal, as packs have it


@cache
def rules_version() -> str:
    """Twelve characters that change with any line that decides; words for people may change without it."""
    content = hashlib.sha256()
    for path in sorted(deciding()):
        content.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()[:VERSION_CHARACTERS]


def deciding() -> set[Path]:
    """The modules of the rules that the engine and the duties import, directly or not."""
    found: set[Path] = set()
    waiting = [HERE / f"{name}.py" for name in ENTRANCES]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _imported(path)
    return found


def _imported(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE + "."):
            name = HERE.joinpath(*(node.module or "").removeprefix(PACKAGE + ".").split("."))
            yield name / "__init__.py" if name.is_dir() else name.with_suffix(".py")
