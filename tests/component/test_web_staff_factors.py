"""Staff prove themselves twice: an app, a strip of codes; sessions that they see and end; passwords nobody guesses."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pyotp import TOTP

from kernel.auth.principal import SYSTEM
from services.web.commands import ResetFactors
from services.web.settings import AWAITING_MAX, FRESH
from tests.component.web_world import PASSWORD, THERAPIST, Browser, WebWorld, web_world

_STRIP = re.compile(r'<code class="key">([0-9A-Z]{5}-[0-9A-Z]{5})</code>')
SIGN_IN = {"login": "tess@example.org", "password": PASSWORD}
NEXT = "seven purple umbrellas dance at noon"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as world:
        yield world


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path, environ={"ALLIANCE_STAFF_FACTOR": "required"}) as world:
        yield world


def secret_of(browser: Browser) -> str:
    found = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', browser.last.text)
    assert found is not None, browser.text
    return found.group(1).replace(" ", "")


def code_of(world: WebWorld, secret: str) -> str:
    return TOTP(secret).at(world.made.clock.now())


def with_app(world: WebWorld, browser: Browser) -> str:
    """Sets up an app; its secret."""
    browser.get("/account")
    browser.send("/account/app", {})
    browser.follow()
    secret = secret_of(browser)
    browser.send("/account/app/code", {"code": code_of(world, secret)})
    browser.follow()
    assert "Your app is set up." in browser.text
    return secret


def entering(world: WebWorld) -> Browser:
    """The right password, and no more."""
    browser = Browser(world)
    browser.get("/sign-in")
    browser.send("/sign-in", SIGN_IN)
    return browser


def later(world: WebWorld, step: timedelta = timedelta(seconds=31)) -> None:
    world.made.clock.advance(step)


def test_after_the_password_the_app_is_asked_and_no_page_opens_before_its_code(world: WebWorld) -> None:
    secret = with_app(world, world.signed_in(THERAPIST))
    later(world)
    browser = entering(world)
    assert "Code of your app" in browser.text
    assert browser.get("/caseload").status_code == 303
    assert browser.get("/children/c1").headers["Location"] == "/sign-in"
    browser.get("/sign-in/factor")
    assert browser.send("/sign-in/factor", {"way": "app", "code": code_of(world, secret)}).status_code == 303
    assert browser.get("/caseload").status_code == 200


def test_a_code_is_good_once_and_a_wrong_one_counts_like_a_wrong_password(world: WebWorld) -> None:
    secret = with_app(world, world.signed_in(THERAPIST))
    later(world)
    code = code_of(world, secret)
    first = entering(world)
    first.send("/sign-in/factor", {"way": "app", "code": code})
    second = entering(world)
    answers = [second.send("/sign-in/factor", {"way": "app", "code": code}).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 429]
    later(world)
    assert second.send("/sign-in/factor", {"way": "app", "code": code_of(world, secret)}).status_code == 429


def test_the_session_of_the_password_is_over_once_the_factor_was_shown(world: WebWorld) -> None:
    secret = with_app(world, world.signed_in(THERAPIST))
    later(world)
    browser = entering(world)
    before = browser.http.cookies.get("alliance")
    browser.send("/sign-in/factor", {"way": "app", "code": code_of(world, secret)})
    assert browser.http.cookies.get("alliance") != before
    stale = Browser(world)
    stale.http.cookies.set("alliance", before or "", domain="pages")
    assert stale.get("/caseload").status_code == 303
    assert stale.get("/sign-in/factor").headers["Location"] == "/sign-in"


def test_a_password_that_waits_too_long_for_its_factor_is_typed_again(world: WebWorld) -> None:
    with_app(world, world.signed_in(THERAPIST))
    browser = entering(world)
    later(world, AWAITING_MAX)
    assert browser.get("/sign-in/factor").headers["Location"] == "/sign-in"


def test_a_strip_lets_in_once_per_code(world: WebWorld) -> None:
    browser = world.signed_in(THERAPIST)
    with_app(world, browser)
    browser.send("/account/codes", {})
    codes = _STRIP.findall(browser.last.text)
    assert len(codes) == 8
    assert entering(world).send("/sign-in/factor", {"way": "recovery-code", "code": codes[0]}).status_code == 303
    assert entering(world).send("/sign-in/factor", {"way": "recovery-code", "code": codes[0]}).status_code == 422


def test_where_a_factor_is_required_nobody_comes_in_before_setting_one_up(strict: WebWorld) -> None:
    browser = entering(strict)
    assert browser.last.headers["Location"] == "/account"
    browser.follow()
    assert "One more step" in browser.text
    assert browser.get("/caseload").headers["Location"] == "/sign-in"
    with_app(strict, browser)
    assert browser.get("/caseload").status_code == 200


def test_who_holds_the_password_alone_sets_up_nothing_beside_a_factor_that_is_there(strict: WebWorld) -> None:
    with_app(strict, entering(strict))
    thief = entering(strict)
    assert thief.get("/account").headers["Location"] == "/sign-in"
    thief.get("/sign-in/factor")
    for form in ("app", "app/code", "passkey", "codes", "removal", "password"):
        thief.send(f"/account/{form}", {"code": "000000", "credential": "{}", "factor": "authenticator"})
        assert thief.last.status_code in (303, 401), form
    assert thief.get("/caseload").headers["Location"] == "/sign-in"


def test_a_desk_left_alone_changes_no_way_to_sign_in(world: WebWorld) -> None:
    browser = world.signed_in(THERAPIST)
    later(world, FRESH)
    browser.get("/account")
    assert "sign in again" in browser.text
    assert browser.send("/account/app", {}).status_code in (303, 401)
    assert browser.get("/account/app").status_code in (303, 404)


def test_a_new_password_is_long_and_not_guessed_and_signs_every_other_browser_out(world: WebWorld) -> None:
    browser, other = world.signed_in(THERAPIST), world.signed_in(THERAPIST)
    browser.get("/account")
    for new, word in (("short", "at least 15"), ("passwordpassword1", "easy to guess"), ("a" * 20, "easy to guess")):
        assert browser.send("/account/password", {"present": PASSWORD, "new": new}).status_code == 422
        assert word in browser.text
    assert browser.send("/account/password", {"present": "wrong", "new": NEXT}).status_code == 422
    assert browser.send("/account/password", {"present": PASSWORD, "new": NEXT}).status_code == 303
    assert browser.get("/caseload").status_code == 200
    assert other.get("/caseload").headers["Location"] == "/sign-in"
    assert entering(world).last.status_code == 422


def test_one_sees_where_one_is_signed_in_and_signs_out_there(world: WebWorld) -> None:
    here, there = world.signed_in(THERAPIST), world.signed_in(THERAPIST)
    here.get("/account")
    assert here.text.count("Sign out there") == 1
    assert here.send("/account/sessions", {"session": "others"}).status_code == 303
    assert there.get("/caseload").headers["Location"] == "/sign-in"
    assert here.get("/caseload").status_code == 200


def test_a_session_of_somebody_else_is_not_ended(world: WebWorld) -> None:
    colleague = Browser(world)
    colleague.get("/sign-in")
    colleague.send("/sign-in", {"login": "sue@example.org", "password": PASSWORD})
    id = re.search(r"([0-9a-f]{64})", str([s.id for s in world.sessions("sue")]))
    assert id is not None
    mine = world.signed_in(THERAPIST)
    mine.get("/account")
    assert mine.send("/account/sessions", {"session": id.group(1)}).status_code == 404
    assert colleague.get("/caseload").status_code == 200


def test_who_has_lost_everything_sets_up_anew_after_a_human_has_let_them(strict: WebWorld) -> None:
    browser = entering(strict)
    with_app(strict, browser)
    strict.node.dispatcher.run(ResetFactors(person="tess"), SYSTEM("web"))
    assert browser.get("/caseload").headers["Location"] == "/sign-in"
    assert entering(strict).last.headers["Location"] == "/account"


def test_what_was_being_written_survives_password_and_factor(world: WebWorld) -> None:
    secret = with_app(world, world.signed_in(THERAPIST))
    later(world)
    browser = Browser(world)
    browser.get("/sign-in")
    kept = {"resume-path": "/children/c1/notes/new", "kept-words": "Ada built a tower."}
    browser.send("/sign-in", {**SIGN_IN, **kept})
    assert "Ada built a tower." in browser.text
    browser.send("/sign-in/factor", {"way": "app", "code": code_of(world, secret), **kept})
    assert browser.last.status_code == 200
    assert "/children/c1/notes/new" in browser.text
    assert "Ada built a tower." in browser.text
