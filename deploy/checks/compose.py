"""Reads `docker-compose.yml` against the code: every command, port, variable and secret that it names must exist."""

import importlib.util
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from contracts.topics import SERVICES
from kernel.settings_table import VARIABLES

PARTS = ("api", "worker")
PORT_INSIDE = 8080
OURS = re.compile(r"alliance:")
OTHER_VARIABLES = frozenset({"PROMETHEUS_MULTIPROC_DIR"})
URL_PORT = re.compile(r"^http://(?P<host>[a-z-]+):(?P<port>\d+)$")


def problems(path: Path) -> list[str]:
    """What does not fit, in words; empty when all does."""
    document: Mapping[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    containers = document["services"]
    found = [*_missing_services(containers), *_secrets(document, path.parent)]
    for name, container in containers.items():
        if OURS.match(str(container.get("image", ""))):
            found += [f"{name}: {reason}" for reason in _ours(container, containers)]
    return found


def _missing_services(containers: Mapping[str, Any]) -> Iterator[str]:
    for service in SERVICES:
        for part in PARTS:
            if f"{service}-{part}" not in containers:
                yield f"{service}-{part} is missing"


def _ours(container: Mapping[str, Any], containers: Mapping[str, Any]) -> Iterator[str]:
    yield from _hardening(container)
    yield from _command(container["command"])
    known = {variable.name for variable in VARIABLES} | OTHER_VARIABLES
    for name, value in container.get("environment", {}).items():
        if name not in known:
            yield f"no such variable as {name}"
        address = URL_PORT.match(str(value)) if name.startswith("ALLIANCE_URL_") else None
        if address and (address["host"] not in containers or int(address["port"]) != PORT_INSIDE):
            yield f"{name} leads nowhere"


def _hardening(container: Mapping[str, Any]) -> Iterator[str]:
    if not container.get("read_only"):
        yield "its file system is writable"
    if str(container.get("user", "0")).startswith(("0", "root")):
        yield "it runs as root"
    if "ALL" not in container.get("cap_drop", []):
        yield "it keeps capabilities"
    if "healthcheck" not in container:
        yield "it has no health check"
    if "restart" not in container:
        yield "it has no restart policy"


def _command(command: list[str]) -> Iterator[str]:
    if command[:2] != ["python", "-m"] or importlib.util.find_spec(command[2]) is None:
        yield f"no such program as {' '.join(command)}"
    elif command[2].startswith("services.") and (len(command) != 4 or command[3] not in PARTS):
        yield f"a service is started with one of {', '.join(PARTS)}"


def _secrets(document: Mapping[str, Any], root: Path) -> Iterator[str]:
    declared = document.get("secrets", {})
    used = {item["source"] for container in document["services"].values() for item in container.get("secrets", [])}
    yield from (f"secret {name} is used and not declared" for name in sorted(used - set(declared)))
    for name, secret in declared.items():
        if set(secret) != {"file"} or not secret["file"].startswith("./deploy/secrets/"):
            yield f"secret {name} is not a file under deploy/secrets"
