"""The platform in memory, for component tests: real services, real store and log, a clock that moves when told."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.topics import SERVICES
from deploy.platform import Platform, assemble
from kernel.auth.principal import Kind, Principal, Role
from kernel.auth.tokens import TokenIssuer
from kernel.bus.embedded import EmbeddedBus
from kernel.chance import SeededChance
from kernel.clock import SteppedClock
from kernel.settings import Settings
from kernel.store.sqlite import SqliteStore

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday, no daylight-saving change near
NORTH, HILL, LAKE = "network-north", "clinic-hill", "clinic-lake"
ISSUERS = (*SERVICES, "operator")
NO_EXTRAS: Mapping[str, str] = MappingProxyType({})


def staff(person: str, *roles: Role, clinic: str = HILL, network: str = NORTH) -> Principal:
    """A member of staff with roles in one clinic; network roles are held everywhere."""
    everywhere = {Role.PRIVACY_OFFICER, Role.IT_OPERATOR}
    held = frozenset(("*" if role in everywhere else clinic, str(role)) for role in roles)
    return Principal(person, Kind.STAFF, network, held, via="web")


def guardian(person: str, network: str = NORTH) -> Principal:
    """An adult of a family, signed in."""
    return Principal(person, Kind.GUARDIAN, network, via="web")


class InMemory:
    """A whole platform and ways to talk to it."""

    def __init__(self, names: Sequence[str], data_dir: Path, seed: int, environ: Mapping[str, str]) -> None:
        self.clock = SteppedClock(MORNING)
        keys = {name: Ed25519PrivateKey.generate() for name in ISSUERS}
        bus = EmbeddedBus(None, self.clock)
        base = {"ALLIANCE_DATA_DIR": str(data_dir), **environ}
        self.platform: Platform = assemble(
            store=lambda name: SqliteStore(None),
            bus=lambda name: bus,
            clock=self.clock,
            chance=SeededChance(seed),
            settings=lambda name: Settings.from_environment(name, base),
            secret=b"s" * 32,
            signing_keys=keys,
            names=names,
        )
        self.platform.prepare()
        self._issuers = {name: TokenIssuer(name, keys[name], self.clock) for name in ISSUERS}
        self._requests = 0

    def client(self, service: str, who: Principal) -> httpx.Client:
        """An HTTP client of one service's API in somebody's name."""
        issuer = self._issuers[who.person if who.kind is Kind.SERVICE else "web"]
        headers = {"Authorization": f"Bearer {issuer.issue(who, service, 300)}"}
        transport = httpx.WSGITransport(app=self.platform.apps[service], raise_app_exceptions=False)
        return httpx.Client(transport=transport, base_url=f"http://{service}", headers=headers)

    def get(self, service: str, path: str, who: Principal, **params: str) -> httpx.Response:
        """A question."""
        with self.client(service, who) as client:
            return client.get(path, params=params)

    def post(
        self, service: str, path: str, who: Principal, body: Mapping[str, object], key: str | None = None
    ) -> httpx.Response:
        """A command under a fresh Idempotency-Key, or the one given."""
        return self._send("POST", service, path, who, body, key)

    def put(
        self, service: str, path: str, who: Principal, body: Mapping[str, object], key: str | None = None
    ) -> httpx.Response:
        """As `post`."""
        return self._send("PUT", service, path, who, body, key)

    def settle(self) -> None:
        """Let every event, timer and delivery that is due happen."""
        self.platform.settle()

    def _send(
        self, method: str, service: str, path: str, who: Principal, body: Mapping[str, object], key: str | None
    ) -> httpx.Response:
        self._requests += 1
        headers = {"Idempotency-Key": key or f"request-{self._requests:06d}"}
        with self.client(service, who) as client:
            return client.request(method, path, json=dict(body), headers=headers)


@contextmanager
def platform(
    data_dir: Path, names: Sequence[str] = SERVICES, seed: int = 1, environ: Mapping[str, str] = NO_EXTRAS
) -> Iterator[InMemory]:
    """A platform of the named services (default: all), closed at the end."""
    made = InMemory(names, data_dir, seed, environ)
    try:
        yield made
    finally:
        made.platform.close()
