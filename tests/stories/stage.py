"""Where the stories play: the whole platform, driven turn by turn, on the embedded pair or on a real Kafka and MongoDB.

The services are those of production, their faces answer HTTP, mail leaves by SMTP and text messages by HTTP. Only the
clock is ours: it moves when a story says so, and two families told side by side live through the same moments.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.topics import PUBLISHED, SERVICES
from deploy.platform import Platform, assemble
from kernel.auth.principal import SYSTEM, Principal
from kernel.auth.tokens import TokenIssuer
from kernel.bus.embedded import EmbeddedBus
from kernel.bus.kafka import KafkaBus
from kernel.bus.port import Bus
from kernel.chance import SeededChance
from kernel.clock import SteppedClock, SystemClock
from kernel.consumer import ConsumerLoop
from kernel.errors import Transient
from kernel.loops import Turn
from kernel.relay import Relay
from kernel.settings import Settings
from kernel.store.mongo import MongoStore
from kernel.store.port import Store
from kernel.store.sqlite import SqliteStore
from kernel.web.serve import Served, serve_in_thread
from tests.component.notifications_servers import Phones, Post

MORNING = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # nine o'clock in Denver, a Monday
REST_SECONDS_MAX = 180.0  # a broker on a crowded machine lets a group of consumers wait when it first meets
ANSWER_SECONDS = 30.0
PUBLIC_URL = "http://alliance.example"
WEB = SYSTEM("web")

class StoryClock(SteppedClock):
    """Moves only when the story says so: whoever pauses before trying again stays in the same moment."""

    def sleep(self, seconds: float) -> None:
        """Nobody is kept waiting, and who measures sees that the wait is over: else a poll would never end."""
        self._elapsed += seconds


Doors = Callable[[str], httpx.Client]
"""A fresh client of one service's face."""


class Stage:
    """The platform, its clock, its mailbox (`post`, `phones`) and the doors to every service."""

    def __init__(self, platform: Platform, clock: SteppedClock, issuer: TokenIssuer, doors: Doors, sinks: "Sinks"):
        self.platform, self.clock, self.doors = platform, clock, doors
        self.askers = 1  # at the same time; engines of their own answer two while we read
        self.post, self.phones = sinks.post, sinks.phones
        self._issuer, self._patience = issuer, SystemClock()
        self._clients = {name: doors(name) for name in SERVICES}
        self._keys = itertools.count(1)
        self._relays = {name: node.relay() for name, node in platform.nodes.items()}
        self._listeners = {name: node.consumer(0.25) for name, node in platform.nodes.items() if node.channels.heard}
        self._turns: list[Turn] = [node.timers() for node in platform.nodes.values()]
        self._turns += [turn for turns in platform.turns.values() for turn in turns.values()]
        self.said = dict.fromkeys(PUBLISHED, 0)
        self.heard = dict.fromkeys(self._listeners, 0)

    @property
    def now(self) -> datetime:
        """The moment of the story."""
        return self.clock.now()

    def ask(self, method: str, service: str, path: str, who: Principal, **options: Any) -> httpx.Response:
        """One request in somebody's name, under a fresh Idempotency-Key where it changes something."""
        headers = {"Authorization": f"Bearer {self._issuer.issue(who, service, 300)}"}
        if method in ("POST", "PUT"):
            headers["Idempotency-Key"] = f"story-{next(self._keys):06d}"
        return self._clients[service].request(method, path, headers=headers, **options)

    def do(self, service: str, path: str, who: Principal, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A command that must succeed, and its reply."""
        return _success(self.ask("POST", service, path, who, json=dict(body or {})))

    def read(self, service: str, path: str, who: Principal, **params: str) -> dict[str, Any]:
        """A question that must be answered."""
        return _success(self.ask("GET", service, path, who, params=params))

    def later(self, **step: float) -> None:
        """Time passes; then everything that is due happens.

        Before, each listener finds nothing more and tells its group how far it is: whoever is silent for longer than
        the group's patience hears again what it was not told of, and this stage counts what is heard.
        """
        for name, listener in self._listeners.items():
            self.heard[name] += _taken(listener)
        self.clock.advance(timedelta(**step))
        self.settle()

    def settle(self) -> None:
        """Take turns until nobody has anything left to do and every event has been heard by all it concerns."""
        deadline = self._patience.monotonic() + REST_SECONDS_MAX
        while self._round():
            assert self._patience.monotonic() < deadline, f"no rest: said {self.said}, heard {self.heard}"

    def expected(self, name: str) -> int:
        """How many events a service is to hear of all that were said so far."""
        topics = self.platform.nodes[name].channels.heard
        return sum(count for source, count in self.said.items() if f"alliance.{source}" in topics)

    def close(self) -> None:
        """Give back every connection."""
        turns: list[Turn] = [*self._relays.values(), *self._listeners.values(), *self._turns]
        for turn in turns:
            turn.close()
        for client in self._clients.values():
            client.close()
        self.platform.close()

    def _round(self) -> bool:
        done = sum(_taken(turn) for turn in self._turns)
        for name, relay in self._relays.items():
            self.said[name] += _taken(relay)
        for name, listener in self._listeners.items():
            if self.heard[name] < self.expected(name):
                self.heard[name] += _taken(listener)
                done += 1
        return bool(done) or any(self.heard[name] < self.expected(name) for name in self._listeners)


class Sinks:
    """A mail server and a provider of text messages on loopback, which keep what they are given."""

    def __init__(self, folder: Path) -> None:
        self.post, self.phones = Post(), Phones()
        (folder / "sms.token").write_text("token\n")
        self.post.start()
        self.phones.start()
        self.environ = {
            "ALLIANCE_SMTP_PORT": str(self.post.port),
            "ALLIANCE_SMS_URL": self.phones.url,
            "ALLIANCE_SMS_TOKEN_FILE": str(folder / "sms.token"),
            "ALLIANCE_DATA_DIR": str(folder),
            "ALLIANCE_PUBLIC_URL": PUBLIC_URL,
        }

    def stop(self) -> None:
        """Both ports are free when it returns."""
        self.phones.stop()
        self.post.stop()


@contextmanager
def in_memory(folder: Path) -> Iterator[Stage]:
    """Stores and log in memory, the services' faces called in this process."""
    with ExitStack() as stack:
        sinks, clock = _sinks(stack, folder), StoryClock(MORNING)
        bus = EmbeddedBus(None, clock)
        platform, issuer = _assembled(lambda _: SqliteStore(None), lambda _: bus, clock, sinks.environ)

        def door(name: str) -> httpx.Client:
            transport = httpx.WSGITransport(app=platform.apps[name], raise_app_exceptions=False)
            return httpx.Client(transport=transport, base_url=f"http://{name}")

        yield _opened(stack, platform, clock, issuer, door, sinks)


@contextmanager
def on_engines(folder: Path, mongo_url: str, kafka_bootstrap: str) -> Iterator[Stage]:
    """A real MongoDB and a real Kafka, the services' faces on sockets of their own."""
    with ExitStack() as stack:
        sinks, clock = _sinks(stack, folder), StoryClock(MORNING)
        environ = {**sinks.environ, "ALLIANCE_MONGO_URL": mongo_url}
        platform, issuer = _assembled(
            lambda name: MongoStore(mongo_url, f"stories_{name}"), lambda name: KafkaBus(kafka_bootstrap, name), clock,
            environ,
        )  # fmt: skip
        served = {name: _served(stack, platform, name) for name in SERVICES}

        def door(name: str) -> httpx.Client:
            url = f"http://127.0.0.1:{served[name].port}"
            return httpx.Client(base_url=url, timeout=ANSWER_SECONDS, trust_env=False)

        stage = _opened(stack, platform, clock, issuer, door, sinks)
        stage.askers = 2
        yield stage


def _sinks(stack: ExitStack, folder: Path) -> Sinks:
    sinks = Sinks(folder)
    stack.callback(sinks.stop)
    return sinks


def _served(stack: ExitStack, platform: Platform, name: str) -> Served:
    server = serve_in_thread(platform.apps[name], "127.0.0.1", 0)
    stack.callback(server.stop)
    return server


def _assembled(
    store: Callable[[str], Store], bus: Callable[[str], Bus], clock: SteppedClock, environ: Mapping[str, str]
) -> tuple[Platform, TokenIssuer]:
    keys = {name: Ed25519PrivateKey.generate() for name in SERVICES}
    platform = assemble(
        store=store, bus=bus, clock=clock, chance=SeededChance("stories"),
        settings=lambda name: Settings.from_environment(name, environ), secret=b"s" * 32, signing_keys=keys,
    )  # fmt: skip
    return platform, TokenIssuer("web", keys["web"], clock)


def _opened(
    stack: ExitStack, platform: Platform, clock: SteppedClock, issuer: TokenIssuer, doors: Doors, sinks: Sinks
) -> Stage:
    stage = Stage(platform, clock, issuer, doors, sinks)
    stack.callback(stage.close)
    platform.prepare()
    return stage


def _taken(turn: Turn | Relay | ConsumerLoop) -> int:
    """What a turn has done. An engine that is away for a moment is asked again, as the loops of a worker do."""
    try:
        return turn.run_once()
    except Transient:
        turn.close()
        return 0


def _success(answer: httpx.Response) -> dict[str, Any]:
    assert answer.is_success, f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text}"
    body: dict[str, Any] = answer.json()
    return body
