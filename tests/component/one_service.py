"""One real service beside a consent service that answers what a test tells it to, over real HTTP calls and tokens."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.consent import ChildRegistered
from deploy.platform import programs
from kernel.audit import AUDIT
from kernel.auth.principal import Principal
from kernel.auth.tokens import TokenChecker, TokenIssuer
from kernel.bus.embedded import EmbeddedBus
from kernel.chance import SeededChance
from kernel.clock import SteppedClock
from kernel.contract import Event
from kernel.crypto import LocalMasterKey
from kernel.envelope import Envelope
from kernel.node import Node
from kernel.outbox import OUTBOX
from kernel.settings import Settings
from kernel.store.port import Document
from kernel.store.sqlite import SqliteStore
from kernel.web.client import ServiceClient
from tests.builders import HILL, ISSUERS, MORNING, NORTH

CANARY = "canary-7b1f-quokka"
PERMIT: Mapping[str, Any] = {"outcome": "permit", "obligations": []}
SUMMARY: Mapping[str, Any] = {"outcome": "permit", "obligations": ["summary-only"]}
WITHHOLD: Mapping[str, Any] = {"outcome": "withhold", "obligations": []}
ESCALATE: Mapping[str, Any] = {"outcome": "escalate", "obligations": []}


class Consent:
    """Answers by (class or disclosure, person). Default deny, as the real one."""

    def __init__(self, checker: TokenChecker) -> None:
        self._checker = checker
        self.answers: dict[tuple[str, str], Mapping[str, Any]] = {}
        self.adults: dict[str, list[str]] = {}
        self.asked: list[tuple[str, str]] = []
        self.sat_alone = set[str]()  # sessions in which no other child was
        self.names: dict[str, str] = {}
        self.down = False

    def says(self, what: str, person: str, answer: Mapping[str, Any]) -> None:
        """From now on."""
        self.answers[(what, person)] = answer

    def __call__(self, environ: Mapping[str, Any], start_response: Any) -> Iterable[bytes]:
        asker = self._checker.check(environ["HTTP_AUTHORIZATION"].removeprefix("Bearer "))
        if self.down:
            start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b"down"]
        if environ["PATH_INFO"].split("/")[4:5] and environ["PATH_INFO"].split("/")[4] in self.sat_alone:
            start_response("404 Not Found", [("Content-Type", "application/problem+json")])
            return [b'{"code": "no-such-session"}']
        query = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(self._answer(environ["PATH_INFO"].split("/")[1:], query, asker)).encode()]

    def _listed(self, what: str) -> Mapping[str, Any]:
        if what == "clinics":
            return {"clinics": [{"clinic": id, "name": name} for id, name in self.names.items()]}
        return {what: [{"id": id, "name": name} for id, name in self.names.items()]}

    def _answer(self, whole: list[str], query: Mapping[str, str], asker: Principal) -> Mapping[str, Any]:
        person, listed, path = query.get("person", asker.person), whole[0], whole[1:]
        if not path:
            return self._listed(listed)
        if len(path) == 1:
            return {"adults": [{"person": adult} for adult in self.adults.get(path[0], [])]}
        what = path[2] if path[1] == "disclosures" else query["disclosure_class"]
        self.asked.append((what, person))
        return self.answers.get((what, person), WITHHOLD)


class OneService:
    """The service, its engines, and ways to talk to it."""

    def __init__(self, name: str, folder: Path) -> None:
        program, self.clock = programs([name])[name], SteppedClock(MORNING)
        keys = {issuer: Ed25519PrivateKey.generate() for issuer in ISSUERS}
        public = {issuer: key.public_key() for issuer, key in keys.items()}
        self.consent = Consent(TokenChecker("consent", public, self.clock))
        transport = httpx.WSGITransport(app=self.consent)
        self.node = Node(
            service=program.service,
            channels=program.channels,
            store=SqliteStore(str(folder / f"{name}.db")),
            bus=EmbeddedBus(None, self.clock),
            clock=self.clock,
            chance=SeededChance(1),
            master=LocalMasterKey(b"s" * 32, name),
            call=ServiceClient({}, TokenIssuer(name, keys[name], self.clock), {"consent": transport}),
        )
        self.node.prepare()
        settings = Settings.from_environment(name, {"ALLIANCE_DATA_DIR": str(folder)})
        self._app = program.app(self.node, TokenChecker(name, public, self.clock), settings)
        self._name, self._web, self._count = name, TokenIssuer("web", keys["web"], self.clock), 0

    def get(self, path: str, who: Principal, **params: str) -> httpx.Response:
        """A question."""
        return self._sent("GET", path, who, {}, params=params)

    def post(self, path: str, who: Principal, body: Any = None, key: str | None = None) -> httpx.Response:
        """A command under a fresh Idempotency-Key, or the one given."""
        return self._sent("POST", path, who, self._keyed(key), **({} if body is None else {"json": body}))

    def put(self, path: str, who: Principal, body: Any) -> httpx.Response:
        """As `post`."""
        return self._sent("PUT", path, who, self._keyed(None), json=body)

    def hear(self, event: Event) -> None:
        """An event of the consent service arrives."""
        self._count += 1
        envelope = Envelope(
            id=f"event-{self._count}",
            source="consent",
            type=event.wire_type,
            time=self.clock.now(),
            key=event.child,
            sequence=self._count,
            correlation="c",
            causation="c",
            traceparent=None,
            event=event,
        )
        self.node.dispatcher.hear(envelope)

    def register(self, child: str = "c1", clinic: str = HILL, *team: str, network: str = NORTH) -> None:
        """A child with two adults, in the care of a clinic."""
        self.hear(
            ChildRegistered(
                child=child,
                network=network,
                clinic=clinic,
                jurisdiction="us-co",
                care_team=team or ("t1", "t2"),
                adults=("mother", "father"),
            )
        )

    def events(self) -> list[str]:
        """Wire types waiting in the outbox, in order."""
        return [row["type"] for row in self.node.store.find(OUTBOX, {}, ("stream", "sequence"), 1000)]

    def rows(self, collection: Any) -> list[Document]:
        """Everything in a collection."""
        return self.node.store.find(collection, {}, limit=1000)

    def audit(self) -> list[tuple[str, str, str, str]]:
        """(stream, action, outcome, code) in order of each stream."""
        rows = self.node.store.find(AUDIT, {}, ("stream", "position"), 1000)
        return [(row["stream"], row["action"], row["outcome"], row["code"]) for row in rows]

    def _keyed(self, key: str | None) -> dict[str, str]:
        self._count += 1
        return {"Idempotency-Key": key or f"request-{self._count:06d}"}

    def _sent(self, method: str, path: str, who: Principal, headers: dict[str, str], **options: Any) -> httpx.Response:
        headers["Authorization"] = f"Bearer {self._web.issue(who, self._name)}"
        transport = httpx.WSGITransport(app=self._app, raise_app_exceptions=False)
        with httpx.Client(transport=transport, base_url=f"http://{self._name}") as client:
            return client.request(method, path, headers=headers, **options)


@contextmanager
def one_service(name: str, folder: Path) -> Iterator[OneService]:
    """Closed at the end."""
    made = OneService(name, folder)
    try:
        yield made
    finally:
        made.node.bus.close()
        made.node.store.close()
