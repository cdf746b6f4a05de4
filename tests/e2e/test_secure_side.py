"""The family's side in a real browser: scanners without effect, a passkey of a real device, every page looked at."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pyotp import TOTP

from services.notifications.repository import KINDS
from tests.component.web_world import SUPERVISOR, WORDING
from tests.e2e.browsing import PHONE, look_at
from tests.e2e.secure_world import SecureWorld, secure_world

pytestmark = pytest.mark.browser
Arrives = Callable[..., Page]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[SecureWorld]:
    with secure_world(tmp_path) as world:
        yield world


@pytest.fixture
def arrives(chromium: Browser, world: SecureWorld) -> Iterator[Arrives]:
    """Somebody's own browser, on its first page."""
    contexts: list[BrowserContext] = []

    def made(**options: object) -> Page:
        contexts.append(chromium.new_context(base_url=world.url, **options))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(15_000)
        return contexts[-1].new_page()

    yield made
    for context in contexts:
        context.close()


def state_of(world: SecureWorld) -> str:
    """Everything that notifications has stored of its own; not the audit of refused requests."""
    store = world.made.made.platform.nodes["notifications"].store
    return repr([store.find(kind.collection, {}, ("_id",), 1000) for kind in KINDS])


def with_device(page: Page) -> None:
    """A device that knows its owner, as Chromium simulates it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def open_by_message(page: Page, world: SecureWorld) -> None:
    page.goto(world.link())
    page.get_by_label("A code by text message").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter your code")
    world.settle()
    page.get_by_label("Code").fill(world.made.code())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(WORDING)).to_be_visible()


def test_a_scanner_that_looks_twenty_times_and_presses_every_button_changes_nothing(
    world: SecureWorld, arrives: Arrives
) -> None:
    link, before = world.link(), state_of(world)
    page = arrives()
    for _ in range(20):
        assert page.request.get(link).status == 200
        assert page.request.head(link).status == 200
    page.goto(link)
    buttons = page.get_by_role("button").count()
    assert buttons >= 3
    for number in range(buttons):
        page.goto(link)
        page.get_by_role("button").nth(number).click()
        page.wait_for_load_state()
    world.settle()
    assert state_of(world) == before
    assert world.made.phones.messages == []


def test_a_scanner_that_even_chooses_sends_one_code_and_locks_nobody_out(world: SecureWorld, arrives: Arrives) -> None:
    page = arrives()
    for _ in range(12):
        page.goto(world.link())
        page.get_by_label("A code by text message").check()
        page.get_by_role("button", name="Continue").click()
    world.settle()
    assert len(world.made.phones.messages) == 1
    mother = arrives()
    mother.goto(f"{world.link()}/code")
    mother.get_by_label("Code").fill(world.made.code())
    mother.get_by_role("button", name="Continue").click()
    expect(mother.get_by_text(WORDING)).to_be_visible()


def test_a_passkey_made_on_a_device_opens_the_next_message_without_a_code(world: SecureWorld, arrives: Arrives) -> None:
    page = arrives(viewport=PHONE)
    with_device(page)
    open_by_message(page, world)
    page.get_by_role("link", name="How you show that it is you").click()
    look_at(page, "family-sign-in")
    page.get_by_role("button", name="Make a passkey on this device").click()
    expect(page.get_by_role("status").first).to_contain_text("Your passkey is set up")
    look_at(page)
    page.get_by_role("button", name="Exit this page").click()
    page.wait_for_url("**/start")
    world.made.raise_concern(kind="neglect")
    sent = len(world.made.phones.messages)
    page.goto(world.link())
    look_at(page, "family-landing")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_text(WORDING)).to_be_visible()
    world.settle()
    assert len(world.made.phones.messages) == sent
    assert world.url + "/item" == page.url


def test_a_device_without_the_passkey_says_so_and_another_way_remains(world: SecureWorld, arrives: Arrives) -> None:
    owner = arrives()
    with_device(owner)
    open_by_message(owner, world)
    owner.goto("/family/sign-in")
    owner.get_by_role("button", name="Make a passkey on this device").click()
    expect(owner.get_by_role("status").first).to_contain_text("Your passkey is set up")
    world.made.raise_concern(kind="neglect")
    stranger = arrives()
    with_device(stranger)
    stranger.goto(world.link())
    before = state_of(world)
    stranger.get_by_role("button", name="Use my passkey").click()
    expect(stranger.get_by_text("That did not work")).to_be_visible()
    assert state_of(world) == before
    expect(stranger.get_by_label("A code by text message")).to_be_visible()


def test_every_family_page_is_well_formed_without_scripts_and_by_keyboard(world: SecureWorld, arrives: Arrives) -> None:
    page = arrives(viewport=PHONE)
    page.goto(world.link())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look_at(page)
    page.get_by_label("A recovery code").check()
    page.get_by_role("button", name="Continue").click()
    look_at(page)
    open_by_message(page, world)
    page.get_by_text("When this was opened").click()
    look_at(page)
    page.get_by_role("link", name="Your messages").click()
    expect(page.get_by_role("heading", name="Ada Quokka")).to_be_visible()
    look_at(page, "family-home")
    page.keyboard.press("Tab")
    page.goto("/family/sign-in")
    page.get_by_role("button", name="Make codes").click()
    expect(page.get_by_role("listitem").nth(1)).to_be_visible()
    look_at(page)
    page.goto("/family/sign-in")
    page.get_by_role("button", name="Set up an app").click()
    look_at(page)
    key = re.sub(r"\s", "", page.locator("code.key").inner_text())
    page.get_by_label("Code").fill(TOTP(key).at(world.made.made.clock.now()))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("status").first).to_contain_text("Your app is set up")
    plain = arrives(java_script_enabled=False, viewport=PHONE)
    world.made.raise_concern(kind="neglect")
    plain.goto(world.link())
    expect(plain.get_by_role("button", name="Use my passkey")).to_have_count(0)
    plain.goto(f"{world.link()}/app")
    expect(plain.get_by_label("Code")).to_be_visible()


def test_a_code_pressed_twice_counts_once_and_back_shows_no_words(world: SecureWorld, arrives: Arrives) -> None:
    page = arrives()
    open_by_message(page, world)
    page.get_by_role("button", name="I have read this").dblclick()
    expect(page.get_by_text("The clinic knows that you have read this")).to_be_visible()
    page.get_by_role("button", name="Exit this page").click()
    page.wait_for_url("**/start")
    page.go_back()
    expect(page.get_by_text(WORDING)).to_have_count(0)


def test_without_a_network_what_was_written_stays(world: SecureWorld, arrives: Arrives) -> None:
    page = arrives(viewport=PHONE)
    open_by_message(page, world)
    page.get_by_label("Your answer to the clinic").fill("I will come at three.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("You are offline")).to_be_visible()
    expect(page.get_by_label("Your answer to the clinic")).to_have_value("I will come at three.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("Your answer is with the clinic")).to_be_visible()


def test_staff_pages_of_an_incident_are_well_formed(world: SecureWorld, arrives: Arrives) -> None:
    mother = arrives(viewport=PHONE)
    open_by_message(mother, world)
    mother.get_by_text("This is not about my child").click()
    mother.get_by_role("button", name="This is not my child").click()
    expect(mother.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    look_at(mother)
    world.settle()
    desk = arrives()
    desk.goto("/sign-in")
    desk.get_by_label("Sign-in name").fill(f"{SUPERVISOR.person}@example.org")
    desk.get_by_label("Password").fill("correct horse battery staple")
    desk.get_by_role("button", name="Sign in").click()
    desk.goto("/tasks")
    desk.get_by_role("link", name="Somebody says it is not their child").click()
    look_at(desk, "incident")
    desk.get_by_role("button", name="It is done").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    look_at(desk)
    desk.get_by_label("It is the right person after all").check()
    desk.get_by_label("What you did").fill("I called her at work.")
    desk.get_by_role("button", name="It is done").click()
    desk.wait_for_url("**/tasks")
