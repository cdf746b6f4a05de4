"""Which module may import what: technologies live once, and the rooms that decide know none of them.

Direct imports only, read from the syntax tree, wherever they stand in the file. Layers and the independence
of the services need the whole graph and are import-linter's (`.importlinter`).
"""

import ast
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from deploy.checks.tree import PRODUCT, Finding, module_name, parse, python_files, relative

_MONGO = ("kernel.store.mongo*",)
_KAFKA = ("kernel.bus.kafka*",)
_SQLITE = ("kernel.store.sqlite*", "kernel.bus.embedded*")
_FLASK = (
    "kernel.web", "kernel.web.*", "services.web", "services.web.*", "services.*.routes",
    "services.*.routes.*", "services.*.app", "deploy.demo.mailbox_pages", "deploy.platform",
    "deploy.onebox",
)  # fmt: skip

# Technology -> the only modules that may import it (shell patterns on dotted names).
HOMES: dict[str, tuple[str, ...]] = {
    "pymongo": _MONGO,
    "bson": _MONGO,
    "kafka": _KAFKA,
    "sqlite3": _SQLITE,
    "pyotp": ("kernel.auth.authenticators",),
    "webauthn": ("kernel.auth.passkeys",),
    "flask": _FLASK,
    "flask_smorest": _FLASK,
    "werkzeug": _FLASK,
}

PURE_ROOMS = ("model", "commands", "decisions")
PURE_ROOMS_OF = {"consent": (*PURE_ROOMS, "rules")}
# A service's settings.py holds constants with unit and reason, nothing of the environment: decisions may use it.
IMPURE_ROOMS = ("repository", "gateways", "handlers", "queries", "routes", "app")

# What would let a decision depend on anything but its arguments. Ports are types and therefore allowed.
FORBIDDEN_IN_PURE = (
    "asyncio", "bson", "flask", "flask_smorest", "httpx", "kafka", "logging", "multiprocessing", "os",
    "pymongo", "queue", "random", "requests", "secrets", "socket", "sqlite3", "subprocess", "threading",
    "time", "werkzeug",
    "kernel.web", "kernel.clock.SystemClock", "kernel.chance.SystemChance",
)  # fmt: skip
ADAPTERS = ("kernel.store.mongo*", "kernel.store.sqlite*", "kernel.bus.kafka*", "kernel.bus.embedded*")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every import with its line; `from a import b` counts as `a.b`, since b may be a module."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _is_within(imported: str, package: str) -> bool:
    return imported == package or imported.startswith(package + ".")


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def strayed_technologies(root: Path) -> Iterator[Finding]:
    """Imports of a technology outside its home."""
    for path in python_files(root, PRODUCT):
        name = module_name(root, path)
        for line, imported in imports(path):
            top = imported.partition(".")[0]
            if top in HOMES and not _matches(name, HOMES[top]):
                message = f"{top} may be imported only by {', '.join(HOMES[top])}"
                yield Finding(relative(root, path), line, message)


def is_pure(module: str) -> bool:
    """True for modules of the rooms that decide, whether the room is a file or a package."""
    parts = module.split(".")
    return len(parts) > 2 and parts[0] == "services" and parts[2] in PURE_ROOMS_OF.get(parts[1], PURE_ROOMS)


def impurity(module: str, imported: str) -> str | None:
    """The part of `imported` that a pure room must not know, or None."""
    service = ".".join(module.split(".")[:2])
    own = tuple(f"{service}.{room}" for room in IMPURE_ROOMS)
    found = next((name for name in (*FORBIDDEN_IN_PURE, *own) if _is_within(imported, name)), None)
    return found or (imported if _matches(imported, ADAPTERS) else None)


def impure_decisions(root: Path) -> Iterator[Finding]:
    """Imports in pure rooms that bring in I/O, time, chance or another room that has them."""
    for path in python_files(root, ("services",)):
        name = module_name(root, path)
        if not is_pure(name):
            continue
        for line, imported in imports(path):
            if found := impurity(name, imported):
                yield Finding(relative(root, path), line, f"a pure room must not import {found}")


def findings(root: Path) -> list[Finding]:
    """All of the above, sorted, each once; empty when every wall holds."""
    return sorted({*strayed_technologies(root), *impure_decisions(root)})
