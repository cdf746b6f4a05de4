"""The notifications service whole: real store, real HTTP face, real mail and text-message servers on loopback.

Only consent is a stand-in: a few lines of WSGI that answer as its interface says.
"""

import json
import quopri
import re
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs

import httpx
import jwt
from aiosmtpd.controller import Controller
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
from kernel.node import Node
from kernel.outbox import OUTBOX
from kernel.settings import Settings
from kernel.store.sqlite import SqliteStore
from kernel.web.client import ServiceClient
from services.notifications.app import PROGRAM
from services.notifications.turns.sender import Sender

MORNING = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
LINK = re.compile(r"/m/([0-9a-f]{32})\.([0-9a-f]{32})")
CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
ROUNDS_MAX = 60
T = TypeVar("T")


@dataclass
class Consent:
    """Answers about disclosures and people; `down` answers 503 to everything."""

    withheld: set[str] = field(default_factory=set)
    languages: dict[str, str] = field(default_factory=dict)
    position: int = 1
    down: bool = False
    asked: list[str] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path, query = environ["PATH_INFO"], parse_qs(environ.get("QUERY_STRING", ""))
        self.asked.append(path)
        if self.down:
            start("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b"away"]
        body = self._people(query) if path == "/people" else self._decision(environ, query)
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(body).encode()]

    def _people(self, query: dict[str, list[str]]) -> dict[str, Any]:
        ids = query["ids"][0].split(",")
        known = [id for id in ids if not id.startswith("stranger")]
        return {
            "people": [
                {"id": id, "language": self.languages.get(id, "en"), "name": "Canary Carmen", "zone": "UTC"}
                for id in known
            ]
        }

    def _decision(self, environ: dict[str, Any], query: dict[str, list[str]]) -> dict[str, Any]:
        token = environ["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
        asker = jwt.decode(token, options={"verify_signature": False})["sub"]
        person = query.get("person", [asker])[0]
        outcome = "withhold" if person in self.withheld else "permit"
        return {"outcome": outcome, "obligations": [], "rules": ["rule"], "position": self.position, "policy": "p.1"}


class Post:
    """A real SMTP server. `answer(stage, to)` may return another reply than yes, or hang up."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str, bytes]] = []
        self.answer: Callable[[str, str], str | None] = lambda stage, to: None
        self.connections = 0
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        reply = self.answer("mail", address)
        if reply is None:
            envelope.mail_from = address
        return reply or "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        reply = self.answer("rcpt", address)
        if reply is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        to = envelope.rcpt_tos[0]
        reply = self.answer("data", to)
        if reply is None or reply == "taken-then-hang-up":
            self.letters.append((envelope.mail_from, to, bytes(envelope.content)))
        if reply in ("hang-up", "taken-then-hang-up"):
            server.transport.abort()
        return reply or "250 kept"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        """Repeatable."""
        if not self._controller.loop.is_closed():
            self._controller.stop()


class Phones:
    """A real HTTP server that takes text messages. `status` answers instead of yes; `hang_up` breaks the connection."""

    def __init__(self) -> None:
        self.messages: list[dict[str, str]] = []
        self.tokens: list[str] = []
        self.status, self.body, self.headers, self.hang_up = 200, "", {}, False  # type: ignore[var-annotated]
        phones = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                phones.took(self)

            def log_message(self, format: str, *args: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/messages"

    def took(self, request: BaseHTTPRequestHandler) -> None:
        body = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        self.tokens.append(request.headers.get("Authorization", ""))
        if self.hang_up:
            request.connection.close()
            request.close_connection = True
            return
        if self.status == 200:
            self.messages.append(body)
        answer = (self.body or json.dumps({"id": f"sms-{len(self.messages)}"})).encode()
        request.send_response(self.status)
        for name, value in {**self.headers, "Content-Length": str(len(answer))}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(answer)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class World:
    """One service with everything around it; `before`: another process that left its store and keys."""

    def __init__(self, data_dir: Path, post: Post, phones: Phones, before: "World | None" = None) -> None:
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
                "ALLIANCE_SMS_URL": phones.url,
                "ALLIANCE_SMS_TOKEN_FILE": str(token),
                "ALLIANCE_PUBLIC_URL": "https://alliance.example",
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
def notifications(data_dir: Path) -> Iterator[World]:
    """The service and its surroundings, stopped at the end."""
    post, phones = Post(), Phones()
    post.start()
    phones.start()
    world = World(data_dir, post, phones)
    try:
        yield world
    finally:
        for turn in world.turns.values():
            turn.close()
        post.stop()
        phones.stop()
        world.store.close()
