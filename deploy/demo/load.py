"""Loads the demo through the services' own doors: every rule that holds for a clinic holds for the demo.

Loading again changes nothing: each request has its own Idempotency-Key, and a finished loading is noted in the data
folder. A loading that was killed goes on where it stopped, with the same requests.
"""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from deploy.demo.asking import Client, Request, Steps, only
from deploy.demo.load_care import care, registration
from deploy.demo.load_people import clinics, contact_points, people
from deploy.demo.network import PASSWORD, Demo, address_of, demo_id
from kernel.auth.principal import SYSTEM, Kind, Principal
from kernel.clock import Clock
from kernel.dispatch import Dispatcher
from kernel.errors import GatewayUnavailable, NotFound
from services.web.browser.passwords import account_id, hashed
from services.web.commands import OpenAccount
from services.web.model.account import RoleHeld

AT_ONCE = 4  # requests in flight: engines with a network round trip gain, SQLite does not lose
KNOWN_SECONDS_MAX = 120.0  # until the other services have heard of a child: a second, ten on a machine that is busy
KNOWN_PAUSE_SECONDS = 0.02
TRIES_MAX = 3  # of a request that was not answered; the key makes repeating harmless
_FILE = "loaded.json"

Report = Callable[[str, int, int], None]  # what, done, total


@dataclass(frozen=True, kw_only=True)
class Loader:
    """`accounts` is web's own dispatcher: sign-ins are opened on the machine, never over HTTP."""

    demo: Demo
    client: Client
    accounts: Dispatcher
    clock: Clock
    data_dir: Path

    def run(self, report: Report) -> bool:
        """False when everything was there already."""
        noted = self._noted()
        if noted["complete"]:
            return False
        today, parts = date.fromisoformat(noted["day"]), self.demo
        self._all("people", [only(request) for request in people(parts)], noted["day"], report)
        self._all("clinics", [clinics(parts)], noted["day"], report)
        self._all("contact points", [contact_points(parts)], noted["day"], report)
        self._sign_ins(report)
        children = list(parts.children())
        self._all("children", [registration(parts, *child, today) for child in children], noted["day"], report)
        self._until_known([demo_id(child.slug) for _, child in children])
        self._all("care", [care(parts, *child, today) for child in children], noted["day"], report)
        self._note({**noted, "complete": True})
        return True

    def _all(self, words: str, tasks: Sequence[Steps], series: str, report: Report) -> None:
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="loading") as pool:
            for done, _ in enumerate(pool.map(partial(self._one, series=series), tasks), start=1):
                report(words, done, len(tasks))

    def _one(self, task: Steps, series: str) -> None:
        reply: dict[str, Any] | None = None
        while True:
            try:
                request = next(task) if reply is None else task.send(reply)
            except StopIteration:
                return
            reply = self._ask(request, series)

    def _ask(self, request: Request, series: str) -> dict[str, Any]:
        for attempt in range(1, TRIES_MAX + 1):
            try:
                return self.client.post(request.service, request.path, request.by, request.body, request.key(series))
            except GatewayUnavailable:
                if attempt == TRIES_MAX:
                    raise
        raise AssertionError("unreachable")

    def _sign_ins(self, report: Report) -> None:
        """One hash for all: hashing takes a fifth of a second, and everybody has the same password anyway."""
        secret, staff = hashed(PASSWORD), list(self.demo.staff())
        for done, (_, person) in enumerate(staff, start=1):
            principal = self.demo.staff_principal(person.slug)
            self.accounts.run(_account(principal, address_of(person.slug), secret), SYSTEM("web"))
            report("sign-ins", done, len(staff))

    def _until_known(self, children: list[str]) -> None:
        """Notes and goals hear of a child through events; nothing is written there before they have."""
        deadline = self.clock.monotonic() + KNOWN_SECONDS_MAX
        for families, child in self.demo.children():
            therapist, id = self.demo.staff_principal(child.care_team[0]), demo_id(child.slug)
            for service, path in (("notes", f"/children/{id}/sessions"), ("goals", f"/children/{id}/goals")):
                while not self._knows(service, path, therapist):
                    if self.clock.monotonic() > deadline:
                        raise GatewayUnavailable(f"{service} has not heard of a child of {families.clinic}")
                    self.clock.sleep(KNOWN_PAUSE_SECONDS)

    def _knows(self, service: str, path: str, therapist: Principal) -> bool:
        try:
            self.client.get(service, path, therapist)
        except NotFound:
            return False
        return True

    def _noted(self) -> dict[str, Any]:
        """The day of the first loading fixes every date, so that a second start asks for exactly the same."""
        file = self.data_dir / _FILE
        if not file.exists():
            self._note({"day": self.clock.now().date().isoformat(), "complete": False})
        found: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return found

    def _note(self, content: dict[str, Any]) -> None:
        fresh = self.data_dir / f".{_FILE}"
        fresh.write_text(json.dumps(content) + "\n", "utf-8")
        fresh.replace(self.data_dir / _FILE)


def _account(principal: Principal, login: str, secret: str) -> OpenAccount:
    roles = tuple(RoleHeld(clinic=clinic, role=str(role)) for clinic, role in sorted(principal.roles))
    return OpenAccount(
        person=principal.person,
        account=account_id(login),
        network=principal.network or "",
        kind=Kind.STAFF.value,
        roles=roles,
        secret=secret,
    )
