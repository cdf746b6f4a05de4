"""A service as a program: an API process under gunicorn, a worker process with its loops, or a part of one process.

No loop runs inside an API process, and no client is made before a fork: engines connect on first use.
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask

from kernel import heap
from kernel.auth import keys
from kernel.auth.tokens import TokenChecker, TokenIssuer
from kernel.bus.embedded import EmbeddedBus
from kernel.bus.kafka import KafkaBus
from kernel.bus.port import Bus
from kernel.chance import SystemChance
from kernel.clock import SystemClock
from kernel.crypto import LocalMasterKey, master_secret
from kernel.loops import Turn
from kernel.node import Channels, Node
from kernel.service import Service
from kernel.settings import Settings, SettingsWrong
from kernel.store.mongo import MongoStore
from kernel.store.port import Store
from kernel.store.sqlite import SqliteStore
from kernel.telemetry import logs, traces
from kernel.web.body import Blueprint
from kernel.web.client import ServiceClient
from kernel.web.serve import serve_in_thread
from kernel.web.service import health_app, service_app

WATCH_SECONDS = 1.0  # how often the worker's main thread looks whether a loop has given up
EXIT_CONFIGURATION = 78  # EX_CONFIG of sysexits: starting again will not help
EXIT_GAVE_UP = 75  # EX_TEMPFAIL: the supervisor should start a fresh process

log = logs.logger("program")

MakeApp = Callable[[Node, TokenChecker, Settings], Flask]


def no_turns(node: Node, settings: Settings) -> Mapping[str, Turn]:
    """For services without loops of their own."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Everything about a service that does not depend on where it runs."""

    service: Service
    channels: Channels
    title: str
    blueprints: Sequence[Blueprint] = ()
    turns: Callable[[Node, Settings], Mapping[str, Turn]] = no_turns
    make_app: MakeApp | None = None  # for the one service that serves pages to people

    @property
    def name(self) -> str:
        """The service's name."""
        return self.service.name

    def app(self, node: Node, checker: TokenChecker, settings: Settings) -> Flask:
        """The service's HTTP face."""
        if self.make_app is not None:
            return self.make_app(node, checker, settings)
        return service_app(node, self.title, self.blueprints, checker, settings)

    def wsgi(self) -> Flask:
        """What gunicorn serves; settings come from the environment."""
        settings = self._settings()
        return self.app(self._node(settings), checker_for(settings), settings)

    def main(self, arguments: Sequence[str]) -> int:
        """`api` becomes a gunicorn; `worker` runs the loops until SIGTERM. The exit code says why it ended."""
        if list(arguments) == ["api"]:
            target = f"kernel.web.program:served('services.{self.name}.app')"
            gunicorn = [sys.executable, "-m", "gunicorn", "-c", "python:kernel.web.gunicorn_conf", target]
            os.execv(sys.executable, gunicorn)  # noqa: S606 - our own fixed words, no shell wanted
        if list(arguments) == ["worker"]:
            return self._work(self._settings())
        print(f"usage: python -m services.{self.name} api|worker", file=sys.stderr)  # noqa: T201
        return 64

    def _work(self, settings: Settings) -> int:
        node = self._node(settings)
        node.prepare()
        node.bus.ensure_topics([node.channels.topic] if node.channels.published else [])
        worker = node.worker(self.turns(node, settings))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop.set())
        heap.settle()
        worker.start()
        server = serve_in_thread(health_app(self.name, settings, worker.ready), settings.bind_host, settings.port)
        log.event("worker.started", service=self.name)
        while not worker.stop.wait(WATCH_SECONDS):
            if worker.failed():
                break
        gave_up = worker.failed()
        finished = worker.finish()
        server.stop()
        node.bus.close()
        node.store.close()
        log.event("worker.stopped", service=self.name, state="clean" if finished else "unfinished")
        return EXIT_GAVE_UP if gave_up or not finished else 0

    def _settings(self) -> Settings:
        try:
            settings = Settings.from_environment(self.name, os.environ)
        except SettingsWrong as wrong:
            print(wrong, file=sys.stderr)  # noqa: T201
            raise SystemExit(EXIT_CONFIGURATION) from wrong
        logs.configure(self.name, level=settings.log_level)
        traces.configure(self.name, settings.otlp_url)
        return settings

    def _node(self, settings: Settings) -> Node:
        issuer = TokenIssuer(self.name, keys.load_private(settings.key_dir, self.name), SystemClock())
        return Node(
            service=self.service,
            channels=self.channels,
            store=store_for(settings),
            bus=bus_for(settings),
            clock=SystemClock(),
            chance=SystemChance(),
            master=LocalMasterKey(master_secret(settings.master_key_file), self.name),
            call=ServiceClient(settings.urls, issuer),
        )


def served(module: str) -> Flask:
    """What gunicorn loads in each of its processes: it can call a function, but not a method of an object."""
    program: Program = importlib.import_module(module).PROGRAM
    app = program.wsgi()
    heap.settle()
    return app


def store_for(settings: Settings) -> Store:
    """MongoDB, one database per service; without an address an SQLite file per service."""
    if settings.mongo_url:
        return MongoStore(settings.mongo_url, f"alliance_{settings.service}")
    return SqliteStore(str(settings.data_dir / f"{settings.service}.db"))


def bus_for(settings: Settings) -> Bus:
    """Kafka; without an address the embedded log."""
    if settings.kafka_bootstrap:
        client = f"alliance-{settings.service}"
        return KafkaBus(settings.kafka_bootstrap, client, replication=settings.replication)
    return EmbeddedBus(str(settings.data_dir / "bus.db"), SystemClock())


def checker_for(settings: Settings) -> TokenChecker:
    """Trusts the public keys that are there when the process starts."""
    return TokenChecker(settings.service, keys.load_public(settings.key_dir), SystemClock())
