"""The notifications service whole: real store, real HTTP face, real servers of its providers around it."""

import quopri
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kernel.auth.principal import SYSTEM, Kind, Principal
from kernel.auth.tokens import TokenChecker, TokenIssuer
from kernel.bus.embedded import EmbeddedBus
from kernel.chance import SeededChance, derived_id
from kernel.clock import SteppedClock
from kernel.contract import Event, wire_type
from kernel.crypto import LocalMasterKey
from kernel.envelope import Envelope
from kernel.kind import Kind as Stored
from kernel.loops import Turn
from kernel.node import KERNEL_COLLECTIONS, Node
from kernel.outbox import OUTBOX
from kernel.settings import Settings
from kernel.store.sqlite import SqliteStore
from kernel.web.client import ServiceClient
from services.notifications.app import PROGRAM
from services.notifications.turns.sender import Sender
from tests.component.notifications_servers import Consent, Phones, Post

MORNING = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
LINK = re.compile(r"/m/([0-9a-f]{32})\.([0-9a-f]{32})")
CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
ROUNDS_MAX = 60
T = TypeVar("T")


class World:
    """One service with everything around it; `before`: another process that left its store and keys.

    `texting`: whether the settings name a provider of text messages.
    """

    def __init__(
        self, data_dir: Path, post: Post, phones: Phones, before: "World | None" = None, texting: bool = True,
        environ: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.clock: SteppedClock = SteppedClock(MORNING) if before is None else before.clock
        self.consent: Consent = Consent() if before is None else before.consent
        self.post, self.phones = post, phones
        # Never the same chance twice: identifiers of commits must not come again.
        self.process: int = 1 if before is None else before.process + 1
        fresh = {name: Ed25519PrivateKey.generate() for name in ("notifications", "web")}
        self._keys: dict[str, Ed25519PrivateKey] = fresh if before is None else before._keys
        self.issuer = TokenIssuer("web", self._keys["web"], self.clock)
        token = data_dir / "sms.token"
        token.write_text("provider-token\n")
        self.settings = Settings.from_environment(
            "notifications",
            {
                "ALLIANCE_DATA_DIR": str(data_dir),
                "ALLIANCE_SMTP_PORT": str(post.port),
                "ALLIANCE_SMS_URL": phones.url if texting else "",
                "ALLIANCE_SMS_TOKEN_FILE": str(token),
                "ALLIANCE_PUBLIC_URL": "https://alliance.example",
                **environ,
            },
        )
        self.store: SqliteStore = SqliteStore(None) if before is None else before.store
        self.node = self._node()
        self.node.prepare()
        self.node.bus.ensure_topics([self.node.channels.topic])
        public = {name: key.public_key() for name, key in self._keys.items()}
        self.app = PROGRAM.app(self.node, TokenChecker("notifications", public, self.clock), self.settings)
        self.turns: dict[str, Turn] = dict(PROGRAM.turns(self.node, self.settings))
        self._requests = self._events = 0

    def _node(self) -> Node:
        transports = {"consent": httpx.WSGITransport(app=self.consent)}
        issuer = TokenIssuer("notifications", self._keys["notifications"], self.clock)
        return Node(
            service=PROGRAM.service,
            channels=PROGRAM.channels,
            store=self.store,
            bus=EmbeddedBus(None, self.clock),
            clock=self.clock,
            chance=SeededChance(self.process),
            master=LocalMasterKey(b"s" * 32, "notifications"),
            call=ServiceClient({}, issuer, transports),
        )

    @property
    def sender(self) -> Sender:
        turn = self.turns["sender"]
        assert isinstance(turn, Sender)
        return turn

    def hear(self, event: Event) -> None:
        """As the consumer loop would."""
        self._events += 1
        source = event.TYPE.partition(".")[0]
        self.node.dispatcher.hear(
            Envelope(
                id=derived_id(str(self._events)),
                source=source,
                type=wire_type(type(event)),
                time=self.clock.now(),
                key=event.child,
                sequence=self._events,
                correlation="c",
                causation="c",
                traceparent=None,
                event=event,
            )
        )

    def settle(self, *names: str) -> None:
        """Timers and own loops until nothing more is done."""
        chosen = [self.turns[name] for name in names or ("sender", "sweeper")]
        for _ in range(ROUNDS_MAX):
            if not sum(turn.run_once() for turn in (self.node.timers(), *chosen)):
                return
        raise AssertionError("the service does not come to rest")

    def later(self, **step: float) -> None:
        """Let time pass, then settle."""
        self.clock.advance(timedelta(**step))
        self.settle()

    def get(self, path: str, who: Principal, **params: str) -> httpx.Response:
        with self._client(who) as client:
            return client.get(path, params=params)

    def post_as(self, who: Principal, path: str, body: dict[str, Any] | None = None, key: str = "") -> httpx.Response:
        self._requests += 1
        headers = {"Idempotency-Key": key or f"request-{self._requests:06d}"}
        with self._client(who) as client:
            return client.post(path, json=body or {}, headers=headers)

    def _client(self, who: Principal) -> httpx.Client:
        web = SYSTEM("web") if who.kind is Kind.SERVICE else who
        headers = {"Authorization": f"Bearer {self.issuer.issue(web, 'notifications', 300)}"}
        transport = httpx.WSGITransport(app=self.app, raise_app_exceptions=False)
        return httpx.Client(transport=transport, base_url="http://notifications", headers=headers)

    def all(self, kind: Stored[T]) -> list[T]:
        return [kind.from_document(document) for document in self.store.find(kind.collection, {}, (), 1000)]

    def said(self, name: str) -> list[dict[str, Any]]:
        """Events of this type that the service has decided, oldest first."""
        rows = self.store.find(OUTBOX, {}, ("stream", "sequence"), 1000)
        return [row["event"] for row in rows if row["type"].startswith(f"notifications.{name}.")]


def link_in(content: bytes | str) -> tuple[str, str]:
    """Pointer and mac in a message."""
    text = quopri.decodestring(content).decode() if isinstance(content, bytes) else content
    found = LINK.search(text)
    assert found is not None, text
    return found[1], found[2]


@contextmanager
def notifications(
    data_dir: Path, texting: bool = True, environ: Callable[[Post, Phones], Mapping[str, str]] = lambda post, phones: {}
) -> Iterator[World]:
    """The service and its surroundings, stopped at the end."""
    post, phones = Post(), Phones()
    post.start()
    phones.start()
    world = World(data_dir, post, phones, texting=texting, environ=environ(post, phones))
    try:
        yield world
    finally:
        for turn in world.turns.values():
            turn.close()
        post.stop()
        phones.stop()
        world.store.close()


def image(world: World) -> str:
    """Everything the service has stored, audit included."""
    own = [kind.collection for kind in world.node.service.kinds]
    return repr([world.store.find(item, {}, ("_id",), 1000) for item in (*own, *KERNEL_COLLECTIONS)])
