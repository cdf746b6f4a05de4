"""Real mail and text-message servers on loopback, and a stand-in for consent that keeps to its interface."""

import json
import threading
from asyncio import Server
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from aiosmtpd.controller import Controller


@dataclass
class Consent:
    """Answers about disclosures and people; `down` answers 503 to everything."""

    withheld: set[str] = field(default_factory=set)
    languages: dict[str, str] = field(default_factory=dict)
    obligations: tuple[str, ...] = ()
    position: int = 1
    down: bool = False
    unknown: bool = False  # it has never heard of any of the items asked about together
    refuses: int = 0  # answer every question about a person with this status and a problem
    asked: list[str] = field(default_factory=list)
    clinics: list[dict[str, str]] = field(default_factory=list)
    decided: list[dict[str, Any]] = field(default_factory=list)  # its own list, two rows to a page

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path, query = environ["PATH_INFO"], parse_qs(environ.get("QUERY_STRING", ""))
        self.asked.append(path)
        if self.down:
            start("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b"away"]
        if self.refuses and path != "/people":
            start(f"{self.refuses} No", [("Content-Type", "application/problem+json")])
            return [json.dumps({"code": "no-such-disclosure", "status": self.refuses}).encode()]
        if path == "/people":
            body = self._people(query)
        elif path == "/clinics":
            body = {"clinics": self.clinics}
        elif path.startswith("/clinics/"):
            body = self._listed(path.split("/")[2], query)
        elif path == "/disclosures/decisions":
            body = self._decisions(environ)
        else:
            body = self._decision(environ, path.split("/")[2], query["person"][0])
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(body).encode()]

    def _listed(self, clinic: str, query: dict[str, list[str]]) -> dict[str, Any]:
        since, until, start = query["since"][0], query["until"][0], int(query.get("cursor", ["0"])[0])
        rows = [row for row in self.decided if row["clinic"] == clinic and since <= row["decided_at"] < until]
        following = str(start + 2) if len(rows) > start + 2 else None
        return {"decided": rows[start : start + 2], "next_cursor": following}

    def _people(self, query: dict[str, list[str]]) -> dict[str, Any]:
        ids = query["ids"][0].split(",")
        known = [id for id in ids if not id.startswith("stranger")]
        return {
            "people": [
                {"id": id, "language": self.languages.get(id, "en"), "name": "Canary Carmen", "zone": "UTC"}
                for id in known
            ]
        }

    def _decisions(self, environ: dict[str, Any]) -> dict[str, Any]:
        questions = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))["questions"]
        if self.unknown:
            return {"decisions": [None] * len(questions)}
        return {"decisions": [self._decision(environ, question["child"], question["person"]) for question in questions]}

    def _decision(self, environ: dict[str, Any], child: str, person: str) -> dict[str, Any]:
        token = environ["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
        assert jwt.decode(token, options={"verify_signature": False})["sub"] == "notifications"
        outcome = "withhold" if person in self.withheld else "permit"
        return {
            "outcome": outcome,
            "obligations": list(self.obligations),
            "rules": ["rule"],
            "position": self.position,
            "policy": "p.1",
            "language": None if person.startswith("stranger") else self.languages.get(person, "en"),
        }


class AnyPort(Controller):
    """Listens where the system finds room; the number is known before the first connection."""

    def _trigger_server(self) -> None:
        if not self.port and isinstance(self.server, Server):
            self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class Post:
    """A real SMTP server. `answer(stage, to)` may return another reply than yes, or hang up."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str, bytes]] = []
        self.answer: Callable[[str, str], str | None] = lambda stage, to: None
        self.connections = 0
        self._controller = AnyPort(self, hostname="127.0.0.1", port=0)

    @property
    def port(self) -> int:
        """Known once it has started."""
        return int(self._controller.port)

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
        self.before_answer: Callable[[dict[str, str]], None] = lambda body: None
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
        self.before_answer(body)
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
