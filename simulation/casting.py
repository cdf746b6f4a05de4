"""The services as programs, their applications and keys: made once, used by every seed."""

import hashlib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import gettempdir

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.topics import SERVICES
from deploy.platform import programs
from kernel.auth.tokens import TokenChecker, TokenIssuer
from kernel.bus.embedded import EmbeddedBus
from kernel.chance import SeededChance
from kernel.clock import Clock, SteppedClock
from kernel.crypto import LocalMasterKey
from kernel.node import Node
from kernel.settings import Settings
from kernel.store.sqlite import SqliteStore
from kernel.web.client import ServiceClient
from kernel.web.program import Program
from simulation.doors import Application
from simulation.scheduler import START

SECRET = b"s" * 32
BACKEND = ("consent", "notes", "goals", "notifications")
"""The services that decide and deliver; `web` shows what they say and is tried in a real browser."""


class RunClock:
    """The clock of the run that is on: applications outlive runs."""

    def __init__(self) -> None:
        self.inner: Clock = SteppedClock(START)

    def now(self) -> datetime:
        return self.inner.now()

    def monotonic(self) -> float:
        return self.inner.monotonic()

    def sleep(self, seconds: float) -> None:
        self.inner.sleep(seconds)


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who takes part. The checkers' clocks are moved to each run's own."""

    programs: Mapping[str, Program]
    settings: Mapping[str, Settings]
    apps: Mapping[str, Application]
    clocks: Mapping[str, RunClock]
    keys: Mapping[str, Ed25519PrivateKey]


def cast_of(chosen: Mapping[str, Program]) -> Cast:
    """Applications with placeholders for their nodes."""
    keys = {name: _key(name) for name in {*chosen, *SERVICES}}
    public = {name: key.public_key() for name, key in keys.items()}
    environ = {"ALLIANCE_DATA_DIR": str(Path(gettempdir()) / "alliance-simulation")}
    settings = {name: Settings.from_environment(name if name in SERVICES else BACKEND[0], environ) for name in chosen}
    clocks = {name: RunClock() for name in chosen}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the schema names of the API documents are of no concern here
        apps = {
            name: program.app(_nobody(program, keys[name]), TokenChecker(name, public, clocks[name]), settings[name])
            for name, program in chosen.items()
        }
    return Cast(programs=chosen, settings=settings, apps=apps, clocks=clocks, keys=keys)


@cache
def platform_cast() -> Cast:
    """The real services."""
    return cast_of(programs(BACKEND))


def _key(name: str) -> Ed25519PrivateKey:
    """The same for each seed, so that tokens are."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


def _nobody(program: Program, key: Ed25519PrivateKey) -> Node:
    """A node that an application is made with; each run puts its own in its place."""
    clock = SteppedClock(START)
    return Node(
        service=program.service,
        channels=program.channels,
        store=SqliteStore(None),
        bus=EmbeddedBus(None, clock),
        clock=clock,
        chance=SeededChance(0),
        master=LocalMasterKey(SECRET, program.name),
        call=ServiceClient({}, TokenIssuer(program.name, key, clock)),
    )
