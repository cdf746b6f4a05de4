"""What the checks look at: the files of a checkout, never what tools and users leave beside them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("kernel", "contracts", "services", "simulation", "deploy")
PACKAGES = (*PRODUCT, "benchmarks", "tests")
LAUNCHER = "alliance"
TEXT_SUFFIXES = frozenset(
    {
        ".css", ".html", ".ini", ".js", ".json", ".md", ".py", ".sh", ".toml", ".tpl", ".txt", ".xml",
        ".yaml", ".yml",
    }
)  # fmt: skip
OWN_HIDDEN_FOLDERS = frozenset({".ci", ".github"})


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One broken rule: where (path relative to the checkout, line from 1) and what to do about it."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def _is_ours(folder: Path) -> bool:
    hidden = folder.name.startswith(".") and folder.name not in OWN_HIDDEN_FOLDERS
    return not (hidden or folder.name in ("__pycache__", "node_modules", "build", "var"))


def _walk(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            if _is_ours(entry):
                yield from _walk(entry)
        elif entry.is_file():
            yield entry


def python_files(root: Path, packages: tuple[str, ...] = PACKAGES) -> list[Path]:
    """Every module of the named top-level packages that exist, in a stable order."""
    folders = [root / name for name in packages if (root / name).is_dir()]
    return [path for folder in folders for path in _walk(folder) if path.suffix == ".py"]


def text_files(root: Path) -> list[Path]:
    """Everything a person reads: sources, papers, templates, settings, and files without a suffix."""
    return [path for path in _walk(root) if path.suffix in TEXT_SUFFIXES or not path.suffix]


def relative(root: Path, path: Path) -> str:
    """The path as a reader of the repository writes it, with forward slashes."""
    return path.relative_to(root).as_posix()


def module_name(root: Path, path: Path) -> str:
    """The dotted name under which the file is imported; a package is named like its folder."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def service_modules(root: Path) -> dict[str, list[Path]]:
    """The modules of every service, by the service's name."""
    folder = root / "services"
    names = [entry.name for entry in sorted(folder.iterdir()) if entry.is_dir()] if folder.is_dir() else []
    modules = {name: python_files(root, (f"services/{name}",)) for name in names if _is_ours(folder / name)}
    return {name: paths for name, paths in modules.items() if paths}


@cache
def _parsed(path: Path, changed_ns: int) -> ast.Module:
    del changed_ns  # part of the key: a file that changed is parsed again
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def parse(path: Path) -> ast.Module:
    """The syntax tree; SyntaxError as Python raises it."""
    return _parsed(path, path.stat().st_mtime_ns)
