"""What the steps of the tour share: who is who, the services, the mailbox, and what happened so far."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from deploy.demo.asking import Client
from deploy.demo.network import Demo, address_of, demo_id
from deploy.demo.places import Places
from deploy.tour.browser import Browser
from kernel.auth import keys
from kernel.auth.principal import Principal
from kernel.auth.tokens import TokenIssuer
from kernel.chance import SystemChance
from kernel.clock import Clock, SystemClock
from kernel.web.client import ServiceClient

LETTER_SECONDS_MAX = 60.0  # on a busy laptop that runs real engines too; half a second is usual
PAUSE_SECONDS = 0.02
_LINK = re.compile(r"https?://\S+/m/\S+")
_CODE = re.compile(r"\b\d{6}\b")

Answer = dict[str, Any]


class StepFailed(Exception):
    """What was promised did not happen."""


@dataclass
class Walk:
    """`seen` carries identifiers from one step to the next; `remarks` is what the last step has to show."""

    demo: Demo
    places: Places
    client: Client
    clock: Clock = field(default_factory=SystemClock)
    seen: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    mother: Browser = field(init=False)

    def __post_init__(self) -> None:
        self.mother = Browser(self.places.url)

    def staff(self, slug: str) -> Principal:
        """A member of staff."""
        return self.demo.staff_principal(slug)

    def guardian(self, slug: str) -> Principal:
        """An adult."""
        return self.demo.guardian_principal(slug)

    def get(self, who: Principal, service: str, path: str, **params: str) -> Answer:
        """A question."""
        return self.client.get(service, path, who, params or None)

    def post(self, who: Principal, service: str, path: str, body: Answer) -> Answer:
        """An order, under a fresh key."""
        return self.client.post(service, path, who, body, SystemChance().new_id())

    def remark(self, text: str) -> None:
        """A line under the step."""
        self.remarks.append(text)

    def need(self, holds: bool, otherwise: str) -> None:
        """StepFailed in plain words unless it holds."""
        if not holds:
            raise StepFailed(otherwise)

    def letters(self, *, after: int = 0) -> list[Answer]:
        """What the mailbox holds beyond the letter of this number."""
        page = httpx.get(f"{self.places.mailbox}.json", params={"after": after}, timeout=5.0, trust_env=False)
        return list(page.raise_for_status().json()["letters"])

    def newest(self) -> int:
        """The number of the last letter."""
        return max((letter["number"] for letter in self.letters()), default=0)

    def letter_to(self, slug: str, channel: str, after: int) -> Answer:
        """The first one to this person over this channel; StepFailed when none comes."""
        place = address_of(slug) if channel == "email" else self.phone_of(slug)

        def there() -> Answer | None:
            fitting = (one for one in self.letters(after=after) if one["to"] == place and one["channel"] == channel)
            return next(fitting, None)

        return self.until(there, f"no {channel} came")

    def until(self, found: Callable[[], Answer | None], otherwise: str) -> Answer:
        """Asks again until there is an answer."""
        deadline = self.clock.monotonic() + LETTER_SECONDS_MAX
        while (answer := found()) is None:
            self.need(self.clock.monotonic() < deadline, f"{otherwise} within {LETTER_SECONDS_MAX:.0f} seconds")
            self.clock.sleep(PAUSE_SECONDS)
        return answer

    def phone_of(self, slug: str) -> str:
        """The number on which texts arrive."""
        return next(adult.phone for _, adult in self.demo.adults() if adult.slug == slug)

    def close(self) -> None:
        """Give back connections."""
        self.mother.close()


def link_in(letter: Answer) -> str:
    """The address to open."""
    found = _LINK.search(letter["text"])
    if found is None:
        raise StepFailed("the message has no link")
    return found.group()


def code_in(letter: Answer) -> str:
    """The six digits."""
    found = _CODE.search(letter["text"])
    if found is None:
        raise StepFailed("the message has no code")
    return found.group()


def child(slug: str) -> str:
    """The pseudonym."""
    return demo_id(slug)


def client_for(places: Places) -> ServiceClient:
    """Speaks for people with web's key, as the pages do: the key lies in the demo's folder on this machine."""
    key = keys.load_private(Path(places.data_dir) / "keys", "web")
    return ServiceClient(places.apis, TokenIssuer("web", key, SystemClock()))
