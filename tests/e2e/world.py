"""A platform that answers on sockets, whatever it runs on, and somebody who asks it over HTTP as web's server does.

Requests are repeated under the same Idempotency-Key while nobody answers: that is what the key is for.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx

from deploy.demo.letters import Letter, Letters
from kernel.auth import keys
from kernel.auth.principal import SYSTEM, Kind, Principal, Role
from kernel.auth.tokens import TokenIssuer
from kernel.chance import SystemChance
from kernel.clock import SystemClock

PATIENCE_SECONDS = 60.0  # beyond a broker's return and a group's wait for a killed member, on a crowded machine
PAUSE_SECONDS = 0.05
ANSWER_SECONDS = 10.0
MAY_COME_AGAIN = frozenset({502, 503, 504})

T = TypeVar("T")


def staff(person: str, network: str, clinic: str, *roles: Role) -> Principal:
    """A member of staff with roles in one clinic; network roles are held everywhere."""
    everywhere = {Role.PRIVACY_OFFICER, Role.IT_OPERATOR}
    held = frozenset(("*" if role in everywhere else clinic, role.value) for role in roles)
    return Principal(person, Kind.STAFF, network, held, via="web")


def guardian(person: str, network: str) -> Principal:
    """An adult of a family, signed in."""
    return Principal(person, Kind.GUARDIAN, network, via="web")


WEB = SYSTEM("web")


@dataclass
class World:
    """`urls` are the services' addresses, `public` the one that stands in messages. `asked` has every address used."""

    urls: Mapping[str, str]
    public: str
    key_dir: Path
    letters: Letters
    patience_seconds: float = PATIENCE_SECONDS
    clock: SystemClock = field(default_factory=SystemClock)
    asked: list[str] = field(default_factory=list, init=False)
    _client: httpx.Client = field(init=False)
    _issuer: TokenIssuer = field(init=False)

    def __post_init__(self) -> None:
        hooks: Any = {"request": [lambda request: self.asked.append(str(request.url))]}
        self._client = httpx.Client(timeout=ANSWER_SECONDS, event_hooks=hooks, trust_env=False)
        self._issuer = TokenIssuer("web", keys.load_private(self.key_dir, "web"), self.clock)
        self._keys = itertools.count(1)
        self._series = SystemChance().new_id()

    def close(self) -> None:
        """Give back connections."""
        self._client.close()

    def get(self, service: str, path: str, who: Principal, **params: str) -> httpx.Response:
        """A question; whatever the answer is."""
        return self._answer("GET", service, path, who, params=params)

    def post(
        self, service: str, path: str, who: Principal, body: Mapping[str, Any], key: str | None = None
    ) -> httpx.Response:
        """A command under a fresh Idempotency-Key, or the one given."""
        headers = {"Idempotency-Key": key or self.key()}
        return self._answer("POST", service, path, who, json=dict(body), headers=headers)

    def key(self) -> str:
        """An Idempotency-Key that nobody has used."""
        return f"{self._series}-{next(self._keys):06d}"

    def read(self, service: str, path: str, who: Principal, **params: str) -> dict[str, Any]:
        """The answer to a question that must be answered."""
        return _success(self.get(service, path, who, **params))

    def do(self, service: str, path: str, who: Principal, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The reply to a command that must succeed."""
        return _success(self.post(service, path, who, body or {}))

    def until(self, look: Callable[[], T], wanted: Callable[[T], bool], seconds: float | None = None) -> T:
        """What `look` gives once it is wanted; AssertionError with the last look when time is up."""
        deadline = self.clock.monotonic() + (seconds or self.patience_seconds)
        while not wanted(seen := look()):
            assert self.clock.monotonic() < deadline, f"not in time; last seen: {seen}"
            self.clock.sleep(PAUSE_SECONDS)
        return seen

    def known(self, service: str, path: str, who: Principal, **params: str) -> dict[str, Any]:
        """The answer once the service knows what is asked about: events take their time."""
        found = self.until(lambda: self.get(service, path, who, **params), lambda answer: answer.status_code != 404)
        return _success(found)

    def letter(self, to: str, wanted: Callable[[Letter], bool] = lambda _: True, after: int = 0) -> Letter:
        """The first message to this address or number that is wanted."""
        found = self.letters.wait_for(
            lambda letter: letter.to == to and wanted(letter), after, self.patience_seconds
        )
        assert found is not None, "no such message in time"
        return found

    def _answer(self, method: str, service: str, path: str, who: Principal, **options: Any) -> httpx.Response:
        deadline = self.clock.monotonic() + self.patience_seconds
        headers = {**options.pop("headers", {}), "Accept": "application/json"}
        while True:
            headers["Authorization"] = f"Bearer {self._issuer.issue(who, service)}"
            found = self._once(method, f"{self.urls[service]}{path}", {**options, "headers": headers})
            if found is not None and found.status_code not in MAY_COME_AGAIN:
                return found
            assert self.clock.monotonic() < deadline, f"{service} does not answer: {found}"
            self.clock.sleep(PAUSE_SECONDS)

    def _once(self, method: str, url: str, options: Mapping[str, Any]) -> httpx.Response | None:
        try:
            return self._client.request(method, url, **options)
        except httpx.TransportError:
            return None


def _success(response: httpx.Response) -> dict[str, Any]:
    assert response.is_success, f"{response.status_code} {response.text}"
    body: dict[str, Any] = response.json()
    return body
