"""Options that several operator commands share, and their machine-readable output."""

import argparse
import getpass
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from contracts.topics import SERVICES
from deploy.operator.stations import Station, environment, stations
from kernel.telemetry import logs


def add_engines(command: argparse.ArgumentParser, *, json_too: bool = True) -> None:
    """Which engines; how to print."""
    command.add_argument(
        "--data", type=Path, metavar="DIR",
        help="folder of the embedded engines and keys (default: ALLIANCE_DATA_DIR; real engines by ALLIANCE_MONGO_URL "
        "and ALLIANCE_KAFKA_BOOTSTRAP)",
    )  # fmt: skip
    if json_too:
        command.add_argument("--json", action="store_true", help="one JSON document on standard output")


def add_service(command: argparse.ArgumentParser) -> None:
    """One service alone."""
    command.add_argument("--service", choices=SERVICES, help="default: all")


def add_operator(command: argparse.ArgumentParser) -> None:
    """Who it is, for the audit."""
    command.add_argument(
        "--operator", default=getpass.getuser(), metavar="NAME", help="who does it, for the audit; default: your login"
    )


@contextmanager
def opened(chosen: argparse.Namespace) -> Iterator[dict[str, Station]]:
    """The stations that were asked for."""
    service = getattr(chosen, "service", None)
    names: Sequence[str] = (service,) if service else SERVICES
    logs.configure("operator", level="error")
    with stations(environment(chosen.data, os.environ), names) as found:
        yield found


def print_json(content: Any) -> None:
    """Dataclasses as objects."""
    print(json.dumps(content, indent=2, default=_plain, ensure_ascii=False))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)
