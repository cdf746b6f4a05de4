"""All services in one process: the same nodes and apps as in production, joined by WSGI calls instead of sockets.

Used by the one-machine demo, the tests and the simulation; each brings its own stores, bus, clock and chance.
"""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from contracts.topics import SERVICES
from kernel.auth.tokens import TokenChecker, TokenIssuer
from kernel.bus.port import Bus
from kernel.chance import Chance
from kernel.clock import Clock
from kernel.crypto import LocalMasterKey
from kernel.loops import Loop, Turn, Worker
from kernel.node import Node
from kernel.settings import Settings
from kernel.store.port import Store
from kernel.web.client import ServiceClient
from kernel.web.program import Program

QUIET_ROUNDS_MAX = 500  # far more than any chain of events is long


def programs(names: Sequence[str] = SERVICES) -> dict[str, Program]:
    """The services by name."""
    return {name: cast(Program, importlib.import_module(f"services.{name}.app").PROGRAM) for name in names}


@dataclass(frozen=True, kw_only=True)
class Platform:
    """Nodes, apps and loops by service."""

    programs: Mapping[str, Program]
    nodes: Mapping[str, Node]
    apps: Mapping[str, Flask]
    settings: Mapping[str, Settings]
    turns: Mapping[str, Mapping[str, Turn]]
    _kernel_turns: dict[str, list[Turn]] = field(default_factory=dict, init=False)

    def prepare(self) -> None:
        """Collections, indexes and topics."""
        for node in self.nodes.values():
            node.prepare()
        channels = [node.channels for node in self.nodes.values()]
        bus = next(iter(self.nodes.values())).bus
        bus.ensure_topics([channel.topic for channel in channels if channel.published])

    def worker(self) -> Worker:
        """Every loop of every service, on threads."""
        loops: list[Loop] = []
        for name, node in self.nodes.items():
            loops += node.worker(self.turns[name]).loops
        return Worker(loops)

    def settle(self) -> None:
        """Take turns, one after another, until nobody has anything left to do."""
        for _ in range(QUIET_ROUNDS_MAX):
            if not sum(self._round()):
                return
        raise RuntimeError("the platform does not come to rest")

    def close(self) -> None:
        """Give back engines."""
        for turns in self._kernel_turns.values():
            for turn in turns:
                turn.close()
        for node in self.nodes.values():
            node.bus.close()
            node.store.close()

    def _round(self) -> list[int]:
        done = []
        for name, node in self.nodes.items():
            if name not in self._kernel_turns:
                self._kernel_turns[name] = [node.relay(), node.timers(), node.consumer(wait_seconds=0.0)]
            done += [turn.run_once() for turn in (*self._kernel_turns[name], *self.turns[name].values())]
        return done


class _Door(httpx.BaseTransport):
    """The way into another service of this process, found when it is used: services know each other in circles."""

    def __init__(self, apps: Mapping[str, Flask], name: str) -> None:
        self._apps, self._name = apps, name

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.WSGITransport(app=self._apps[self._name]).handle_request(request)


def assemble(
    *,
    store: Callable[[str], Store],
    bus: Callable[[str], Bus],
    clock: Clock,
    chance: Chance,
    settings: Callable[[str], Settings],
    secret: bytes,
    signing_keys: Mapping[str, Ed25519PrivateKey],
    names: Sequence[str] = SERVICES,
) -> Platform:
    """Join the named services. `store`, `bus` and `settings` are asked once per service."""
    chosen = programs(names)
    public = {name: key.public_key() for name, key in signing_keys.items()}
    nodes: dict[str, Node] = {}
    apps: dict[str, Flask] = {}
    doors = {name: _Door(apps, name) for name in chosen}
    known = {name: settings(name) for name in chosen}
    for name, program in chosen.items():
        nodes[name] = Node(
            service=program.service,
            channels=program.channels,
            store=store(name),
            bus=bus(name),
            clock=clock,
            chance=chance,
            master=LocalMasterKey(secret, name),
            call=ServiceClient({}, TokenIssuer(name, signing_keys[name], clock), doors),
        )
        apps[name] = program.app(nodes[name], TokenChecker(name, public, clock), known[name])
    turns = {name: program.turns(nodes[name], known[name]) for name, program in chosen.items()}
    return Platform(programs=chosen, nodes=nodes, apps=apps, settings=known, turns=turns)
