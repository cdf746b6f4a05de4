"""The staff's side: who gets in, who sees which child, and what a form does when things go wrong."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kernel.audit import AUDIT
from kernel.auth.principal import SYSTEM
from services.web.commands import EndSessions
from services.web.repository import KINDS
from tests.component.web_world import (
    CONCERN,
    DESK_ALONE,
    OFFICER,
    STRANGER,
    SUPERVISOR,
    THERAPIST,
    WORDING,
    Browser,
    WebWorld,
    web_world,
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as world:
        yield world


def test_the_cookie_changes_at_sign_in_and_is_closed_to_scripts(world: WebWorld) -> None:
    browser = Browser(world)
    before = browser.get("/sign-in").headers["Set-Cookie"]
    browser.send("/sign-in", {"login": "tess@example.org", "password": "correct horse battery staple"})
    after = browser.last.headers["Set-Cookie"]
    assert before.split(";")[0] != after.split(";")[0]
    for flag in ("HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in before
        assert flag in after


def test_a_form_without_its_token_or_from_elsewhere_changes_nothing(world: WebWorld) -> None:
    browser = world.signed_in(THERAPIST)
    browser.get("/children/c1/concerns/new")
    assert browser.http.post("/children/c1/concerns/new", data={**CONCERN, "step": "sign"}).status_code == 403
    foreign = browser.send("/children/c1/concerns/new", {**CONCERN, "step": "sign"}, **{"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    world.made.settle()
    assert world.post.letters == []


def test_everybody_without_right_gets_the_same_404_as_for_a_child_that_does_not_exist(world: WebWorld) -> None:
    stranger = world.signed_in(STRANGER)
    there, nowhere = stranger.get("/children/c1"), stranger.get("/children/nobody")
    assert there.status_code == nowhere.status_code == 404
    assert re.sub(r'value="[^"]*"', "", there.text) == re.sub(r'value="[^"]*"', "", nowhere.text)
    assert world.signed_in(OFFICER).get("/children/c1").status_code == 404


def test_the_preview_names_who_is_told_and_why_and_tells_nobody(world: WebWorld) -> None:
    browser = world.signed_in(THERAPIST)
    browser.get("/children/c1/concerns/new")
    browser.send("/children/c1/concerns/new", {**CONCERN, "step": "preview"})
    assert re.search(r"Mara Quokka.*?Told.*?Finn Wombat.*?Not told.*?protective order", browser.text, re.DOTALL)
    assert "Inform: a guardian" in browser.text
    world.made.settle()
    assert world.post.letters == []


def test_a_concern_with_errors_names_each_field_and_keeps_what_was_written(world: WebWorld) -> None:
    browser = world.signed_in(THERAPIST)
    browser.get("/children/c1/concerns/new")
    answer = browser.send("/children/c1/concerns/new", {"wording": "Kept words.", "step": "preview"})
    assert answer.status_code == 422
    assert browser.text.count('aria-invalid="true"') == 3
    assert 'href="#severity"' in browser.text
    assert "Kept words." in browser.text


def test_a_signed_concern_reaches_the_board_with_each_adults_state(world: WebWorld) -> None:
    case = world.raise_concern()
    browser = world.signed_in(SUPERVISOR)
    rows = browser.get("/board")
    assert re.search(r"AQ – Self-harm.*?Mara Quokka.*?Sent.*?Finn Wombat.*?Not told", browser.text, re.DOTALL)
    assert "left" in rows.text
    browser.get(case)
    assert WORDING in browser.text
    browser.send(case.partition("?")[0] + "/take-over", {})
    world.made.settle()
    assert "Taken over" in browser.follow().text


def test_closing_needs_a_reason_and_words_and_takes_the_case_off_the_board(world: WebWorld) -> None:
    case = world.raise_concern().partition("?")[0]
    browser = world.signed_in(THERAPIST)
    browser.get(case)
    assert browser.send(f"{case}/closure", {"reason": "", "words": ""}).status_code == 422
    assert browser.send(f"{case}/closure", {"reason": "safety-plan", "words": "Plan agreed."}).status_code == 303
    world.made.settle()
    assert "AQ – Self-harm" not in browser.get("/board").text


def test_a_stale_draft_shows_both_texts(world: WebWorld) -> None:
    browser = world.signed_in(THERAPIST)
    browser.get("/children/c1/notes/new")
    browser.send("/children/c1/notes/new", {"template": "soap"})
    note = browser.last.headers["Location"]
    browser.follow()
    sections = {"kind-1": "plan", "visibility-1": "private", "then": "stay"}
    assert browser.send(note, {**sections, "text-1": "From one tab."}).status_code == 303
    hidden = _hidden(browser.get(note).text)
    answer = browser.http.post(note, data={**hidden, **sections, "text-1": "Mine", "revision": "1"})
    assert answer.status_code == 409
    assert "From one tab." in answer.text
    assert "Mine" in answer.text


def _hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf|once)" value="([^"]*)"', text))


def test_what_was_written_survives_an_expired_session(world: WebWorld) -> None:
    browser = world.signed_in(THERAPIST)
    browser.get("/children/c1/notes/new")
    browser.send("/children/c1/notes/new", {"template": "soap"})
    note = browser.last.headers["Location"]
    browser.follow()
    world.made.clock.advance(timedelta(minutes=45))
    typed = {"kind-1": "plan", "visibility-1": "private", "text-1": "Half an hour of words.", "then": "stay"}
    assert browser.send(note, typed).status_code == 401
    assert "Half an hour of words." in browser.text
    kept = dict(re.findall(r'name="((?:kept-|resume-)[^"]*)" value="([^"]*)"', browser.text))
    browser.send("/sign-in", {**kept, "login": "tess@example.org", "password": "correct horse battery staple"})
    assert browser.last.status_code == 200
    fields = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', browser.text))
    assert browser.send(note, fields).status_code == 303
    assert "Half an hour of words." in browser.follow().text


def test_a_double_click_writes_one_note(world: WebWorld) -> None:
    browser = world.signed_in(THERAPIST)
    browser.get("/children/c1/notes/new")
    page = browser.last
    first = browser.send("/children/c1/notes/new", {"template": "soap"}).headers["Location"]
    browser.last = page
    assert browser.send("/children/c1/notes/new", {"template": "soap"}).headers["Location"] == first


def test_signing_somebody_out_everywhere_works_at_the_next_click(world: WebWorld) -> None:
    browser = world.signed_in(THERAPIST)
    assert browser.get("/caseload").status_code == 200
    world.node.dispatcher.run(EndSessions(person="tess"), SYSTEM("web"))
    assert browser.get("/caseload").headers["Location"] == "/sign-in"


def test_the_privacy_officer_searches_the_audit_and_sees_codes_only(world: WebWorld) -> None:
    world.raise_concern()
    browser = world.signed_in(OFFICER)
    answer = browser.get("/audit?service=notes&stream=c1")
    assert answer.status_code == 200
    assert "The chain of this child is whole" in browser.text
    assert "Raiseconcern" in browser.text
    assert "Canary" not in browser.text
    assert world.signed_in(THERAPIST).get("/audit").status_code == 404


def test_every_answer_forbids_framing_caching_and_foreign_scripts(world: WebWorld) -> None:
    for path in ("/sign-in", "/caseload", "/nowhere", "/m/x.y", "/start"):
        headers = world.signed_in(THERAPIST).get(path).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"


def test_the_store_of_the_pages_holds_no_name_and_no_word(world: WebWorld) -> None:
    world.raise_concern()
    world.opened()
    store = world.node.store
    held = repr([store.find(kind.collection, {}, limit=500) for kind in KINDS] + store.find(AUDIT, {}, limit=500))
    for word in ("Ada", "Quokka", "Wombat", "Numbat", "Canary", "example.org", "battery"):
        assert word not in held, word


def test_the_front_desk_sees_children_but_no_trace_of_a_concern(world: WebWorld) -> None:
    case = world.raise_concern().partition("?")[0]
    desk = world.signed_in(DESK_ALONE)
    assert "Ada Quokka" in desk.get("/caseload").text
    assert "concern" not in desk.text.lower()
    desk.get("/children/c1")
    assert desk.last.status_code == 200
    assert "concern" not in desk.text.lower()
    assert desk.get(case).status_code == desk.get("/board").status_code == 404
