"""The family's side: the link changes nothing, the code proves, one item opens, and nothing lingers."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kernel.audit import AUDIT
from kernel.auth.principal import Role
from services.web.repository import PROGRESS
from tests.builders import staff
from tests.component.web_world import DESK, WORDING, Browser, WebWorld, web_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as world:
        world.raise_concern()
        yield world


def test_looking_at_a_link_changes_nothing_however_often(world: WebWorld) -> None:
    link, store = world.link(), world.made.platform.nodes["notifications"].store
    Browser(world).get(link)
    rows = store.count(AUDIT, {})
    for _ in range(3):
        browser = Browser(world)
        assert browser.get(link).status_code == 200
        assert browser.http.head(link).status_code == 200
    assert store.count(AUDIT, {}) == rows
    assert world.phones.messages == []


def test_the_mother_reads_acknowledges_and_answers(world: WebWorld) -> None:
    mother = world.opened()
    assert WORDING in mother.text
    assert mother.last.headers["Cache-Control"] == "no-store"
    assert "<title>A message for you</title>" in mother.text
    mother.send("/item/acknowledgement", {})
    assert "Thank you" in mother.follow().text
    mother.send("/item/answer", {"words": "I will come at three."})
    assert mother.follow().status_code == 200
    world.made.settle()
    case = next(iter(world.node.store.find(PROGRESS.collection, {})))
    assert case["ladder"] == "acknowledged"
    assert [item["engagement"] for item in case["engagements"]] == ["answered"]


def wrong_of(world: WebWorld) -> str:
    """Six digits that are not the newest code."""
    return "000000" if world.code() != "000000" else "111111"


def test_a_wrong_code_is_refused_in_neutral_words_and_too_many_end_it(world: WebWorld) -> None:
    browser, link = Browser(world), world.link()
    browser.get(link)
    browser.send(f"{link}/code", {"way": "message"})
    world.made.settle()
    browser.follow()
    wrong = wrong_of(world)
    for _ in range(4):
        assert browser.send(f"{link}/proof", {"code": wrong}).status_code == 422
        assert "does not fit" in browser.text
    assert browser.send(f"{link}/proof", {"code": wrong}).status_code == 429
    assert browser.get("/item").status_code == 401


def test_a_withdrawn_right_closes_the_open_page_at_once(world: WebWorld) -> None:
    mother = world.opened()
    order: dict[str, object] = {"person": "mother", "kind": "court-order", "classes": [], "source": "court-order",
                                "since": "2016-01-01T00:00:00.000000Z", "until": None}  # fmt: skip
    answer = world.made.post("consent", "/children/c1/restrictions", DESK, order)
    assert answer.status_code in (200, 201), answer.text
    assert mother.get("/item").status_code == 410
    assert "Canary" not in mother.text
    assert "order" not in mother.text.lower()
    assert mother.get(world.link()).status_code in (200, 410)


def test_a_link_that_was_never_sent_and_one_with_a_wrong_mac_look_the_same(world: WebWorld) -> None:
    browser, link = Browser(world), world.link()
    absent = browser.get("/m/" + "0" * 32 + "." + "0" * 32)
    forged = browser.get(link[:-1] + ("0" if link[-1] != "0" else "1"))
    assert (absent.status_code, absent.headers["Content-Length"]) == (404, forged.headers["Content-Length"])
    assert forged.status_code == 404


def test_exit_ends_the_session_on_the_server(world: WebWorld) -> None:
    mother = world.opened()
    cookie = dict(mother.http.cookies)
    mother.send("/exit", {})
    assert mother.last.headers["Location"] == "/start"
    thief = Browser(world)
    thief.http.cookies.update(cookie)
    assert thief.get("/item").status_code == 401


def test_a_guardians_session_ends_after_a_quarter_of_an_hour_without_use(world: WebWorld) -> None:
    mother = world.opened()
    world.made.clock.advance(timedelta(minutes=16))
    assert mother.get("/item").status_code == 401
    assert "Canary" not in mother.text


def test_a_guardian_finds_no_staff_page(world: WebWorld) -> None:
    mother = world.opened()
    for path in ("/caseload", "/board", "/board/rows", "/board/live", "/tasks", "/audit", "/children/c1"):
        assert mother.get(path).status_code == 404, path


def test_not_my_child_stops_everything_and_signs_out(world: WebWorld) -> None:
    mother = world.opened()
    assert mother.send("/item/not-my-child", {}).status_code == 200
    assert mother.get("/item").status_code == 401
    world.made.settle()
    supervisor = world.signed_in(staff("sue", Role.SUPERVISOR))
    supervisor.get("/board")
    assert "not my child" in supervisor.text


def test_the_pages_speak_spanish_to_whoever_asks_for_it(world: WebWorld) -> None:
    browser = Browser(world)
    browser.http.headers["Accept-Language"] = "es-MX,es;q=0.9"
    browser.get(world.link())
    assert "Hay un mensaje para usted" in browser.text
    assert '<html lang="es"' in browser.text
