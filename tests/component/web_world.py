"""All services in memory behind the real pages: browsers that keep cookies, a mail server, a telephone, one family."""

import quopri
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import httpx

from kernel.auth.principal import SYSTEM, Principal, Role
from services.web.browser.passwords import account_id, hashed
from services.web.commands import OpenAccount
from services.web.model.account import BrowserSession, RoleHeld
from services.web.repository import SESSION
from tests.builders import HILL, LAKE, NO_EXTRAS, NORTH, InMemory, platform, staff
from tests.component.notifications_servers import Phones, Post

PASSWORD = "correct horse battery staple"
SECRET = hashed(PASSWORD)
THERAPIST, SUPERVISOR = staff("tess", Role.THERAPIST), staff("sue", Role.SUPERVISOR)
DESK, OFFICER = staff("dora", Role.FRONT_DESK, Role.CLINIC_ADMIN), staff("pia", Role.PRIVACY_OFFICER)
DESK_ALONE = staff("desi", Role.FRONT_DESK)
STRANGER = staff("olaf", Role.THERAPIST, clinic=LAKE)
STAFF = (THERAPIST, SUPERVISOR, DESK, DESK_ALONE, OFFICER, STRANGER)
NAMES = {"tess": "Tess Numbat", "sue": "Sue Bilby", "mother": "Mara Quokka", "father": "Finn Wombat"}
WORDING = "Ada spoke of hurting herself. Canary-91c2."
SINCE = "2016-01-01T00:00:00.000000Z"
CONCERN = {"severity": "serious", "kind": "self-harm", "child_told": "told", "wording": WORDING}
_FIELD = re.compile(r'<input type="hidden" name="(csrf|once|revision|way)" value="([^"]*)"')


class Browser:
    """One person's browser: cookies are kept, redirects are not followed, forms carry their hidden fields."""

    def __init__(self, world: "WebWorld", address: str = "127.0.0.1") -> None:
        app = world.made.platform.apps["web"]
        transport = httpx.WSGITransport(app=app, raise_app_exceptions=False, remote_addr=address)
        self.http = httpx.Client(transport=transport, base_url="http://pages")
        self.last = httpx.Response(204)

    def get(self, path: str) -> httpx.Response:
        """A page."""
        self.last = self.http.get(path)
        return self.last

    def send(self, path: str, fields: Mapping[str, str | Sequence[str]], **headers: str) -> httpx.Response:
        """A form of the page seen last, with its hidden fields."""
        hidden = dict(_FIELD.findall(self.last.text))
        self.last = self.http.post(path, data={**hidden, **fields}, headers=headers)
        return self.last

    def follow(self) -> httpx.Response:
        """Where the last answer leads."""
        assert self.last.status_code == 303, self.text
        return self.get(self.last.headers["Location"])

    @property
    def text(self) -> str:
        """Of the last page, as it is read."""
        return unescape(self.last.text)


class WebWorld:
    """The platform and ways into it."""

    def __init__(self, made: InMemory, post: Post, phones: Phones) -> None:
        self.made, self.post, self.phones = made, post, phones
        self.node = made.platform.nodes["web"]

    def account(self, who: Principal) -> None:
        """Lets a member of staff sign in under `<person>@example.org`."""
        roles = tuple(RoleHeld(clinic=clinic, role=role) for clinic, role in sorted(who.roles))
        command = OpenAccount(
            person=who.person, account=account_id(f"{who.person}@example.org"), network=who.network or "",
            kind=str(who.kind), roles=roles, secret=SECRET,
        )  # fmt: skip
        self.node.dispatcher.run(command, SYSTEM("web"))

    def signed_in(self, who: Principal) -> Browser:
        """A browser behind the sign-in page."""
        browser = Browser(self)
        browser.get("/sign-in")
        answer = browser.send("/sign-in", {"login": f"{who.person}@example.org", "password": PASSWORD})
        assert answer.status_code == 303, browser.text
        return browser

    def sessions(self, person: str) -> list[BrowserSession]:
        """Those not ended."""
        return self.node.reader(SYSTEM("web")).find(SESSION, {"person": person, "ended_at": None})

    def raise_concern(self, **changes: str | Sequence[str]) -> str:
        """By the therapist, through the pages; the case's address."""
        browser = self.signed_in(THERAPIST)
        browser.get("/children/c1/concerns/new")
        browser.send("/children/c1/concerns/new", {**CONCERN, **changes, "step": "sign"})
        assert browser.last.status_code == 303, browser.text
        self.made.settle()
        return str(browser.last.headers["Location"])

    def link(self) -> str:
        """The newest one in the mail."""
        text = quopri.decodestring(self.post.letters[-1][2]).decode()
        found = re.search(r"/m/[0-9a-f.]+", text)
        assert found is not None
        return found.group(0)

    def opened(self) -> Browser:
        """The mother's browser, past the second factor."""
        browser, link = Browser(self), self.link()
        browser.get(link)
        browser.send(f"{link}/code", {"way": "message"})
        self.made.settle()
        browser.follow()
        browser.send(f"{link}/proof", {"code": self.code()})
        browser.follow()
        return browser

    def code(self) -> str:
        """The newest one on the telephone."""
        found = re.search(r"\b\d{6}\b", self.phones.messages[-1]["text"])
        assert found is not None
        return found.group(0)

    def intake(self) -> None:
        """One clinic, one girl of ten; the father has a protective order against him."""
        self._done("consent", "/clinics", {
            "clinic": HILL, "network": NORTH, "jurisdiction": "US-CO", "zone": "America/Denver", "name": "Hill",
            "languages": ["en"], "on_call": ["sue"], "agency_name": "County child protection",
        })  # fmt: skip
        for person, name in NAMES.items():
            known = {"person": person, "network": NORTH, "name": name, "language": "en", "zone": "America/Denver"}
            self._done("consent", "/people", known)
        self._done("consent", "/children", {
            "child": "c1", "network": NORTH, "clinic": HILL, "jurisdiction": "US-CO", "name": "Ada Quokka",
            "birth_day": "2015-11-20", "basis": "guardian", "confidentiality_agreement": False, "care_team": ["tess"],
            "adults": [_adult("mother", "sole-legal"), _adult("father", "protective-order")], "agency": None,
        })  # fmt: skip
        self.made.settle()
        for channel, address in (("email", "mara@example.org"), ("sms", "+13035550100")):
            self._done("notifications", "/people/mother/contact-points", _point(channel, address))
        self._done("notifications", f"/clinics/{HILL}/policy", {"live": True})
        self.made.settle()

    def _done(self, service: str, path: str, body: Mapping[str, object]) -> None:
        answer = self.made.post(service, path, DESK, body)
        assert answer.status_code in (200, 201), answer.text


def _adult(person: str, authority: str) -> dict[str, object]:
    return {
        "person": person, "authority": authority, "since": SINCE, "until": None, "source": "custody-order",
        "verifier": "dora", "lives_with_child": person == "mother",
    }  # fmt: skip


def _point(channel: str, address: str) -> dict[str, object]:
    return {"channel": channel, "address": address, "verified": True, "safe_hours": None, "no_voicemail": False}


@contextmanager
def web_world(
    folder: Path, proxies: int = 0, environ: Mapping[str, str] = NO_EXTRAS
) -> Iterator[WebWorld]:
    """Everything, with the family taken in and the staff able to sign in; `proxies` stand in front of the pages."""
    post, phones = Post(), Phones()
    (folder / "sms.token").write_text("token\n")
    post.start()
    phones.start()
    settings = {
        **environ,
        "ALLIANCE_PROXIES": str(proxies),
        "ALLIANCE_SMTP_PORT": str(post.port),
        "ALLIANCE_SMS_URL": phones.url,
        "ALLIANCE_SMS_TOKEN_FILE": str(folder / "sms.token"),
    }
    try:
        with platform(folder, environ=settings) as made:
            world = WebWorld(made, post, phones)
            world.intake()
            for who in STAFF:
                world.account(who)
            yield world
    finally:
        phones.stop()
        post.stop()
