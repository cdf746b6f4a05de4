"""The family's side in several ways: an app, a strip of codes, a locked door; several children; staff who find out."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pyotp import TOTP

from kernel.auth.principal import Role
from services.web.browser import language
from tests.builders import staff
from tests.component.web_world import DESK, SUPERVISOR, WORDING, Browser, WebWorld, web_world

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as world:
        world.raise_concern()
        yield world


def proven_by(world: WebWorld, link: str, way: str, code: str) -> Browser:
    browser = Browser(world)
    browser.get(link)
    browser.send(f"{link}/code", {"way": way})
    browser.follow()
    browser.send(f"{link}/proof", {"code": code})
    return browser


def with_app(world: WebWorld, mother: Browser) -> TOTP:
    mother.get("/family/sign-in")
    mother.send("/family/sign-in/app", {})
    mother.follow()
    found = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', mother.text)
    assert found is not None
    app = TOTP(found.group(1).replace(" ", ""))
    assert mother.send("/family/sign-in/app/code", {"code": app.at(world.made.clock.now())}).status_code == 303
    assert "Your app is set up" in mother.follow().text
    return app


def lock_out(world: WebWorld) -> Browser:
    browser, link = Browser(world), world.link()
    for _ in range(3):
        browser.get(link)
        browser.send(f"{link}/code", {"way": "message"})
        world.made.settle()
        browser.follow()
        for _ in range(5):
            browser.send(f"{link}/proof", {"code": "000000"})
        assert browser.last.status_code == 429
        world.made.clock.advance(timedelta(minutes=11))
    world.made.settle()
    return browser


def task_page(browser: Browser, words: str) -> str:
    browser.get("/tasks")
    found = re.search(rf'<a href="(/tasks/[^"]+)">{words}', browser.text)
    assert found is not None, browser.text
    return found.group(1)


def test_a_button_pressed_without_a_choice_changes_nothing(world: WebWorld) -> None:
    browser, link = Browser(world), world.link()
    for _ in range(20):
        browser.get(link)
        assert browser.send(f"{link}/code", {}).status_code == 422
        assert "Choose how you want to show" in browser.text
        assert browser.send(f"{link}/passkey", {}).status_code == 422
    world.made.settle()
    assert world.phones.messages == []


def test_a_fresh_link_is_sent_only_to_somebody_who_says_that_they_are_there(world: WebWorld) -> None:
    world.opened()
    browser, link, before = Browser(world), world.link(), len(world.post.letters)
    browser.get(link)
    assert "It was opened before" in browser.text
    assert browser.send(f"{link}/renewal", {}).status_code == 422
    world.made.settle()
    assert len(world.post.letters) == before
    assert browser.send(f"{link}/renewal", {"here": "yes"}).status_code == 200
    world.made.settle()
    assert len(world.post.letters) == before + 1


def test_a_guardian_sets_up_an_app_and_needs_no_message_the_next_time(world: WebWorld) -> None:
    app = with_app(world, world.opened())
    world.raise_concern(kind="neglect")
    world.made.clock.advance(timedelta(seconds=31))
    sent = len(world.phones.messages)
    mother = proven_by(world, world.link(), "authenticator", app.at(world.made.clock.now()))
    assert WORDING in mother.follow().text
    assert "with a code of an app" in mother.text
    world.made.settle()
    assert len(world.phones.messages) == sent


def test_a_strip_of_codes_is_shown_once_and_opens_once(world: WebWorld) -> None:
    mother = world.opened()
    mother.get("/family/sign-in")
    codes = re.findall(r'<code class="key">([0-9A-Z-]{11})</code>', mother.send("/family/sign-in/codes", {}).text)
    assert len(codes) == 8
    assert codes[0] not in mother.get("/family/sign-in").text
    assert "8 codes are left" in mother.text
    world.raise_concern(kind="neglect")
    again = proven_by(world, world.link(), "recovery", codes[0].lower())
    assert WORDING in again.follow().text


def test_a_locked_door_is_opened_by_staff_who_know_the_person(world: WebWorld) -> None:
    browser, link = lock_out(world), world.link()
    assert browser.get(link).status_code == 200, "the link looks as ever"
    assert browser.send(f"{link}/code", {"way": "message"}).status_code == 429
    supervisor = world.signed_in(SUPERVISOR)
    page = task_page(supervisor, "Somebody tried too often")
    assert "•••00" in supervisor.get(page).text
    assert "+13035550100" not in supervisor.text
    assert supervisor.send(page, {"outcome": "identified", "words": ""}).status_code == 422
    supervisor.send(page, {"outcome": "identified", "words": "She was here with her passport."})
    found = re.search(r'<code class="key">([0-9A-Z-]{11})</code>', supervisor.text)
    assert found is not None, supervisor.text
    mother = proven_by(world, link, "recovery", found.group(1))
    assert WORDING in mother.follow().text
    assert "with a code from the clinic" in mother.text
    assert supervisor.get(page).status_code == 404


def test_staff_who_have_nothing_to_do_with_it_find_no_such_task(world: WebWorld) -> None:
    lock_out(world)
    page = task_page(world.signed_in(SUPERVISOR), "Somebody tried too often")
    assert world.signed_in(staff("olaf", Role.THERAPIST)).get(page).status_code == 404


def test_not_my_child_signs_out_everywhere_and_staff_restore_the_right_person(world: WebWorld) -> None:
    mother, link = world.opened(), world.link()
    mother.send("/item/not-my-child", {})
    assert "stopped" in mother.text
    world.made.settle()
    assert Browser(world).get(link).status_code == 410
    supervisor = world.signed_in(SUPERVISOR)
    page = task_page(supervisor, "Somebody says it is not their child")
    supervisor.get(page)
    assert supervisor.send(page, {"outcome": "reached", "words": "x"}).status_code == 422
    assert supervisor.send(page, {"outcome": "right-person", "words": "The wrong button."}).status_code == 303
    world.made.settle()
    browser = Browser(world)
    browser.get(link)
    browser.send(f"{link}/renewal", {"here": "yes"})
    world.made.settle()
    assert WORDING in world.opened().text


def test_a_wrong_adult_is_a_task_until_the_record_is_right(world: WebWorld) -> None:
    mother = world.opened()
    mother.send("/item/not-my-child", {})
    world.made.settle()
    supervisor = world.signed_in(SUPERVISOR)
    page = task_page(supervisor, "Somebody says it is not their child")
    supervisor.get(page)
    supervisor.send(page, {"outcome": "wrong-adult", "words": "The record names her sister."})
    page = task_page(supervisor, "The record names the wrong adult")
    supervisor.get(page)
    assert supervisor.send(page, {"outcome": "corrected", "words": "Done."}).status_code == 409
    assert "still lets this adult know" in supervisor.text
    order: dict[str, object] = {"person": "mother", "kind": "court-order", "classes": [], "source": "court-order",
                                "since": "2016-01-01T00:00:00.000000Z", "until": None}  # fmt: skip
    assert world.made.post("consent", "/children/c1/restrictions", DESK, order).status_code in (200, 201)
    assert supervisor.send(page, {"outcome": "corrected", "words": "Done."}).status_code == 303


def test_what_was_written_survives_a_session_that_expired(world: WebWorld) -> None:
    mother = world.opened()
    world.made.clock.advance(timedelta(minutes=16))
    assert mother.send("/item/answer", {"words": "I will come at three."}).status_code == 401
    assert "I will come at three." in mother.text
    assert "Canary" not in mother.text


def test_words_sent_by_another_site_are_not_shown(world: WebWorld) -> None:
    browser = Browser(world)
    browser.get(world.link())
    answer = browser.http.post("/item/answer", data={"words": "Call this number", "csrf": "x"})
    assert "Call this number" not in answer.text


def test_one_way_in_leads_to_everything_of_all_children_and_to_nothing_of_others(world: WebWorld) -> None:
    mother = world.opened()
    mother.get("/family")
    assert "Ada Quokka" in mother.text
    hidden = dict(re.findall(r'name="(child|disclosure)" value="([^"]+)"', mother.text))
    assert mother.send("/family/open", hidden).headers["Location"] == "/item"
    assert WORDING in mother.follow().text
    mother.get("/family")
    absent = mother.send("/family/open", {**hidden, "disclosure": "nothing-here"})
    mother.get("/family")
    foreign = mother.send("/family/open", {**hidden, "child": "c2"})
    assert absent.status_code == foreign.status_code == 404
    assert len(absent.content) == len(foreign.content)
    assert WORDING in mother.get("/item").text, "who turned to nothing still has what they had"


@pytest.mark.parametrize("path", ["/family", "/family/sign-in", "/family/sign-in/app", "/item"])
def test_a_family_page_is_closed_to_whoever_came_by_no_link(world: WebWorld, path: str) -> None:
    assert Browser(world).get(path).status_code == 401
    assert world.signed_in(SUPERVISOR).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/family", "/family/sign-in", "/item"])
def test_no_page_of_a_family_is_kept_or_says_anything_outside_itself(world: WebWorld, path: str) -> None:
    mother = world.opened()
    answer = mother.get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "<title>A message for you</title>" in mother.text
    assert not re.search(r"<script(?![^>]*src=)", mother.text)


def test_the_kind_of_device_is_kept_and_the_browsers_own_word_is_not(world: WebWorld) -> None:
    mother = world.opened()
    mother.http.headers["User-Agent"] = PHONE
    mother.get("/item")
    assert "phone · with a code that was sent" in mother.get("/item").text
    assert "iPhone" not in mother.text


def test_a_language_written_from_right_to_left_is_shown_so(world: WebWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(language.LANGUAGES, "ar", "العربية")
    browser = Browser(world)
    browser.http.headers["Accept-Language"] = "ar"
    assert '<html lang="ar" dir="rtl">' in browser.get(world.link()).text
