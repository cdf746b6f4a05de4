"""`python -m benchmarks.fairness --rate 2 --seconds 30`: one clinic's burst beside another clinic's safety notices.

The notifications service on SQLite with a real SMTP server that takes its time, so that a burst makes a queue. Two
clinics have the same load; then one of them has seven times as much. Printed is how long the other clinic's safety
notices take, from the moment they were decided until the server has taken the mail, before and during the burst.
"""

import argparse
import asyncio
import os
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.figures import machine, percentile, spread
from contracts.codes import Channel
from contracts.consent import ChildRegistered
from kernel.auth.principal import Role
from kernel.auth.tokens import TokenIssuer
from kernel.bus.embedded import EmbeddedBus
from kernel.chance import SystemChance, derived_id
from kernel.clock import SystemClock
from kernel.contract import Event, wire_type
from kernel.crypto import LocalMasterKey
from kernel.envelope import Envelope
from kernel.node import Node
from kernel.settings import Settings
from kernel.store.sqlite import SqliteStore
from kernel.web.client import ServiceClient
from services.notifications import commands
from services.notifications.app import PROGRAM
from services.notifications.settings import LINES_MAX
from services.notifications.turns.sender import Sender
from tests.component.notifications_family import NORTH, decided, staff
from tests.component.notifications_servers import AnyPort, Consent

BURST = 7
GOAL_SECONDS = 1.0
DRAIN_SECONDS_MAX = 120.0
QUIET, LOUD = "clinic-quiet", "clinic-loud"


@dataclass
class SlowPost:
    """A mail server that needs so long for each mail, several at once; remembers when it took which."""

    seconds: float
    clock: SystemClock
    taken: dict[str, float] = field(default_factory=dict)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """When it has the mail and before it says so."""
        await asyncio.sleep(self.seconds)
        self.taken[envelope.rcpt_tos[0]] = self.clock.monotonic()
        return "250 OK"


class Service:
    """The service with a sender on a thread, as its worker runs it."""

    def __init__(self, folder: Path, mail_seconds: float) -> None:
        self.clock = SystemClock()
        self.post = SlowPost(mail_seconds, self.clock)
        self.server = AnyPort(self.post, hostname="127.0.0.1", port=0)
        self.server.start()  # type: ignore[no-untyped-call]
        settings = Settings.from_environment(
            "notifications", {"ALLIANCE_DATA_DIR": str(folder), "ALLIANCE_SMTP_PORT": str(self.server.port)}
        )
        issuer = TokenIssuer("notifications", Ed25519PrivateKey.generate(), self.clock)
        self.node = Node(
            service=PROGRAM.service,
            channels=PROGRAM.channels,
            store=SqliteStore(folder / "notifications.db"),
            bus=EmbeddedBus(None, self.clock),
            clock=self.clock,
            chance=SystemChance(),
            master=LocalMasterKey(os.urandom(32), "notifications"),
            call=ServiceClient({}, issuer, {"consent": httpx.WSGITransport(app=Consent())}),
        )
        self.node.prepare()
        made = PROGRAM.turns(self.node, settings)["sender"]
        if not isinstance(made, Sender):
            raise TypeError("the sender is another turn now")
        self.sender = replace(made, calls=ThreadPoolExecutor(LINES_MAX).map)
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._send)
        self._heard = 0

    def _send(self) -> None:
        while not self.stop.is_set():
            if not self.sender.run_once():
                self.node.store.wait_for_new(self.sender.wakes_on, 0.05)

    def hear(self, event: Event) -> None:
        """As the consumer does."""
        self._heard += 1
        self.node.dispatcher.hear(
            Envelope(
                id=derived_id("bench", str(self._heard)), source="consent", type=wire_type(type(event)),
                time=self.clock.now(), key=event.child, sequence=self._heard, correlation="c", causation="c",
                traceparent=None, event=event,
            )
        )  # fmt: skip

    def family(self, clinic: str, number: int) -> None:
        """A child with one adult who has a mailbox."""
        child, adult = f"{clinic}-child-{number}", f"{clinic}-adult-{number}"
        team = ("therapist-1",)
        registered = ChildRegistered(
            child=child, network=NORTH, clinic=clinic, jurisdiction="us-co", care_team=team, adults=(adult,)
        )
        self.hear(registered)
        point = commands.AddContactPoint(
            person=adult, channel=Channel.EMAIL, address=f"{adult}@family.example", verified=True, safe_hours=None,
            no_voicemail=False,
        )  # fmt: skip
        shown = "a token"  # which the stand-in for consent does not check
        self.node.dispatcher.run(point, replace(staff("desk-1", Role.FRONT_DESK, clinic), proof=shown))

    def told(self, clinic: str, number: int) -> None:
        """A serious concern about that child was decided."""
        event = decided(at=self.clock.now(), disclosure=f"{clinic}-d-{number}", item=f"{clinic}-c-{number}")
        adult = replace(event.adults[0], person=f"{clinic}-adult-{number}")
        self.hear(replace(event, child=f"{clinic}-child-{number}", clinic=clinic, adults=(adult,)))


@dataclass
class Load:
    """Disclosures of one clinic at fixed moments, whatever the answers do."""

    clinic: str
    first: int
    rate: float
    count: int

    def moments(self, start: float) -> list[tuple[float, str, int]]:
        """When each is to be decided."""
        return [(start + n / self.rate, self.clinic, self.first + n) for n in range(self.count)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=2.0, help="disclosures a second of each clinic, normally")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long each of the two parts is")
    parser.add_argument("--mail-seconds", type=float, default=0.4, help="what the mail server needs for each")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="alliance-bench-") as folder:
        service = Service(Path(folder), given.mail_seconds)
        service.thread.start()
        try:
            _measure(service, given.rate, given.seconds)
        finally:
            service.stop.set()
            service.thread.join()
            service.server.stop()  # type: ignore[no-untyped-call]
            service.node.store.close()


def _measure(service: Service, rate: float, seconds: float) -> None:
    count = int(rate * seconds)
    for number in range(2 * count):
        service.family(QUIET, number)
    for number in range(count * (BURST + 1)):
        service.family(LOUD, number)
    print(machine(), flush=True)
    calm, _ = _run(service, [Load(QUIET, 0, rate, count), Load(LOUD, 0, rate, count)])
    loads = [Load(QUIET, count, rate, count), Load(LOUD, count, BURST * rate, BURST * count)]
    burst, loud = _run(service, loads)
    print(spread("the quiet clinic, both at the normal load", calm))
    print(spread(f"the quiet clinic, the other at {BURST} times", burst))
    print(spread(f"the clinic with {BURST} times the load", loud))
    added = percentile(burst, 0.99) - percentile(calm, 0.99)
    print(f"added at p99: {added * 1000:.0f} ms; goal: under {GOAL_SECONDS * 1000:.0f} ms")


def _run(service: Service, loads: list[Load]) -> tuple[list[float], list[float]]:
    """How long the notices took: those of the quiet clinic, those of the loud one."""
    plan = sorted(moment for load in loads for moment in load.moments(service.clock.monotonic() + 0.5))
    for due, clinic, number in plan:
        service.clock.sleep(max(due - service.clock.monotonic(), 0.0))
        service.told(clinic, number)
    address = "{}-adult-{}@family.example"
    wanted = {address.format(clinic, number): (due, clinic) for due, clinic, number in plan}
    end = service.clock.monotonic() + DRAIN_SECONDS_MAX
    while not wanted.keys() <= service.post.taken.keys():
        if service.clock.monotonic() > end:
            raise RuntimeError("the queue did not drain")
        service.clock.sleep(0.1)
    took: dict[str, list[float]] = {QUIET: [], LOUD: []}
    for mailbox, (due, clinic) in wanted.items():
        took[clinic].append(service.post.taken[mailbox] - due)
    return took[QUIET], took[LOUD]


if __name__ == "__main__":
    main()
