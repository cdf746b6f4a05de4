"""The same rooms in every service, so that whoever knows one knows all.

A room is a module or a package directly inside a service. A service that truly needs another one names it,
with the reason, in `[tool.alliance.rooms]` of pyproject.toml.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from deploy.checks.tree import Finding, relative, service_modules

ROOMS = frozenset(
    {
        "__init__", "__main__", "app", "commands", "decisions", "gateways", "handlers", "model", "queries",
        "repository", "routes", "schemas", "settings",
    }
)  # fmt: skip


def extra_rooms(root: Path) -> dict[str, dict[str, str]]:
    """Service -> extra room -> reason. Empty when pyproject.toml names none."""
    path = root / "pyproject.toml"
    project = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    rooms: dict[str, dict[str, str]] = project.get("tool", {}).get("alliance", {}).get("rooms", {})
    return rooms


def findings(root: Path) -> list[Finding]:
    """Rooms nobody knows, and services without a README.md."""
    extra = extra_rooms(root)
    found: list[Finding] = []
    for service, paths in service_modules(root).items():
        found += _unknown_rooms(root, service, paths, ROOMS.union(extra.get(service, {})))
        if not (root / "services" / service / "README.md").is_file():
            message = "no README.md: say what the service owns and promises"
            found.append(Finding(f"services/{service}", 1, message))
    return sorted(found)


def _unknown_rooms(root: Path, service: str, paths: list[Path], known: frozenset[str]) -> Iterator[Finding]:
    for path in paths:
        room = path.relative_to(root / "services" / service).with_suffix("").parts[0]
        if room not in known:
            message = f"{room} is no room: use one, or name it in [tool.alliance.rooms] of pyproject.toml"
            yield Finding(relative(root, path), 1, message)
