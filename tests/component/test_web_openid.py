"""Staff sign in by a real OpenID provider, a process of its own; whoever is not known by it, or here, stays outside."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from kernel.auth.principal import SYSTEM
from kernel.clock import SystemClock
from kernel.settings import Settings, SettingsWrong
from services.web.browser.passwords import account_id
from services.web.commands import OpenAccount
from services.web.gateways.openid import providers
from services.web.model.account import RoleHeld
from tests.builders import HILL, NORTH
from tests.component.web_world import Browser, WebWorld, web_world
from tests.e2e.waiting import free_ports

START_SECONDS = 60.0
STAFF = ({"sub": "u-1", "email": "nora@example.org", "email_verified": True},
         {"sub": "u-2", "email": "nora@example.org", "email_verified": True},
         {"sub": "u-3", "email": "nora@example.org", "email_verified": False},
         {"sub": "u-4", "email": "nobody@example.org", "email_verified": True})  # fmt: skip


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    port = free_ports(1)
    users = [word for user in STAFF for word in ("--user-claims", json.dumps(user))]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true", *users],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    place = f"http://127.0.0.1:{port}"
    try:
        _answers(process, place)
        yield place
    finally:
        process.terminate()
        process.wait(30)


def _answers(process: "subprocess.Popen[bytes]", place: str) -> None:
    clock = SystemClock()
    deadline = clock.monotonic() + START_SECONDS
    while True:
        assert process.poll() is None, "the provider has ended"
        try:
            httpx.get(f"{place}/.well-known/openid-configuration").raise_for_status()
            return
        except httpx.HTTPError:
            assert clock.monotonic() < deadline, "the provider does not answer"
            clock.sleep(0.1)


@pytest.fixture
def world(tmp_path: Path, issuer: str) -> Iterator[WebWorld]:
    (tmp_path / "client").write_text("client-secret\n")
    listed = {"name": "north", "label": "North Network", "network": NORTH, "issuer": issuer, "client": "alliance",
              "client_secret_file": str(tmp_path / "client")}  # fmt: skip
    (tmp_path / "oidc.json").write_text(json.dumps({"providers": [listed]}))
    with web_world(tmp_path, environ={"ALLIANCE_OIDC_FILE": str(tmp_path / "oidc.json")}) as world:
        # The provider's tokens bear the time of the machine.
        world.made.clock.advance(SystemClock().now() - world.made.clock.now())
        account(world)
        yield world


def account(world: WebWorld, network: str = NORTH) -> None:
    command = OpenAccount(
        person="nora", account=account_id("nora@example.org"), network=network, kind="staff",
        roles=(RoleHeld(clinic=HILL, role="therapist"),), secret=None,
    )  # fmt: skip
    world.node.dispatcher.run(command, SYSTEM("web"))


def sent_back(browser: Browser, sub: str) -> str:
    """Through the provider as its user; the address by which the browser comes back."""
    browser.get("/sign-in")
    assert "Sign in with North Network" in browser.text
    browser.get("/sign-in/with/north")
    there = browser.last.headers["Location"]
    answer = httpx.post(there, data={"sub": sub})
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def test_whom_the_provider_knows_is_signed_in_without_a_password_of_ours(world: WebWorld) -> None:
    browser = Browser(world)
    browser.get(sent_back(browser, "u-1"))
    assert browser.last.status_code == 303
    assert browser.get("/caseload").status_code == 200
    browser.get("/account")
    assert "Password of now" not in browser.text


def test_an_answer_meant_for_another_browser_or_seen_twice_opens_nothing(world: WebWorld) -> None:
    browser, other = Browser(world), Browser(world)
    back = sent_back(browser, "u-1")
    other.get("/sign-in")
    assert other.get(back).status_code == 422
    assert other.get("/caseload").headers["Location"] == "/sign-in"
    again = sent_back(browser, "u-1")
    assert browser.get(again).status_code == 303
    assert browser.get(again).status_code == 422


def test_a_state_that_was_changed_opens_nothing(world: WebWorld) -> None:
    browser = Browser(world)
    path, _, query = sent_back(browser, "u-1").partition("?")
    code = parse_qs(query)["code"][0]
    assert browser.get(f"{path}?code={code}&state=other").status_code == 422


@pytest.mark.parametrize("sub", ["u-3", "u-4"])
def test_an_address_not_verified_or_not_known_here_stays_outside(world: WebWorld, sub: str) -> None:
    browser = Browser(world)
    assert browser.get(sent_back(browser, sub)).status_code == 422
    assert browser.get("/caseload").headers["Location"] == "/sign-in"


def test_an_address_that_the_provider_gives_to_somebody_else_later_opens_nothing(world: WebWorld) -> None:
    first, second = Browser(world), Browser(world)
    assert first.get(sent_back(first, "u-1")).status_code == 303
    assert second.get(sent_back(second, "u-2")).status_code == 422


def test_a_provider_opens_accounts_of_its_own_network_alone(world: WebWorld) -> None:
    account(world, network="south")
    browser = Browser(world)
    assert browser.get(sent_back(browser, "u-1")).status_code == 422


def test_an_account_without_a_password_has_none_that_fits(world: WebWorld) -> None:
    browser = Browser(world)
    browser.get("/sign-in")
    assert browser.send("/sign-in", {"login": "nora@example.org", "password": "None"}).status_code == 422


def test_a_provider_that_nobody_listed_is_no_page(world: WebWorld) -> None:
    assert Browser(world).get("/sign-in/with/other").status_code == 404


def test_a_file_that_does_not_fit_stops_the_start_and_names_the_field(tmp_path: Path) -> None:
    (tmp_path / "oidc.json").write_text(json.dumps({"providers": [{"name": "n", "issuer": "nowhere"}]}))
    settings = Settings.from_environment("web", {"ALLIANCE_OIDC_FILE": str(tmp_path / "oidc.json")})
    with pytest.raises(SettingsWrong, match="issuer"):
        providers(settings)
