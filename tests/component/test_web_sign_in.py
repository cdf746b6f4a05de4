"""Guessing passwords, and keeping others out by guessing: what is counted, and what the answers tell."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kernel.audit import AUDIT
from kernel.store.port import Document
from services.web.commands import NOBODY
from services.web.repository import TRIES
from services.web.settings import TRIES_PER_ADDRESS_MAX, TRIES_PER_NAME_MAX, TRY_WINDOW
from tests.component.web_world import PASSWORD, Browser, WebWorld, web_world

NEAR, FAR = "192.0.2.7", "198.51.100.9"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as world:
        yield world


def at(world: WebWorld, address: str = NEAR) -> Browser:
    browser = Browser(world, address)
    browser.get("/sign-in")
    return browser


def tried(browser: Browser, name: str, password: str = "wrong") -> int:
    return browser.send("/sign-in", {"login": f"{name}@example.org", "password": password}).status_code


def writes(world: WebWorld, person: str) -> int:
    return len(world.node.store.find(AUDIT, {"stream": f"person:{person}"}, (), 1000))


def rows(world: WebWorld) -> list[Document]:
    return world.node.store.find(TRIES.collection, {}, (), 1000)


def test_five_wrong_passwords_stop_their_own_address_and_no_other(world: WebWorld) -> None:
    guesser = at(world, FAR)
    assert [tried(guesser, "tess") for _ in range(5)] == [422, 422, 422, 422, 429]
    assert tried(guesser, "TESS", PASSWORD) == 429
    assert tried(at(world, NEAR), "tess", PASSWORD) == 303
    world.made.clock.advance(TRY_WINDOW + timedelta(seconds=1))
    assert tried(guesser, "tess", PASSWORD) == 303


def test_a_name_that_nobody_has_gets_every_answer_of_one_that_somebody_has(world: WebWorld) -> None:
    told: dict[str, list[tuple[int, str]]] = {}
    for name, address in (("tess", NEAR), ("nemo", FAR)):
        browser = at(world, address)
        answers = [(tried(browser, name), re.sub(r'value="[^"]*"', "", browser.text)) for _ in range(7)]
        told[name] = answers
    assert told["tess"] == told["nemo"]
    assert [status for status, _ in told["nemo"]] == [422] * 4 + [429] * 3


def test_both_write_the_same_number_of_things(world: WebWorld) -> None:
    before = {name: writes(world, name) for name in ("tess", NOBODY)}
    assert {tried(at(world, NEAR), "tess"), tried(at(world, FAR), "nemo")} == {422}
    assert writes(world, "tess") - before["tess"] == writes(world, NOBODY) - before[NOBODY] == 1
    assert len(rows(world)) == 6


def test_an_address_that_guesses_many_names_is_stopped_for_all_of_them(world: WebWorld) -> None:
    guesser = at(world, FAR)
    statuses = [tried(guesser, f"name{number}") for number in range(TRIES_PER_ADDRESS_MAX)]
    assert statuses == [422] * (TRIES_PER_ADDRESS_MAX - 1) + [429]
    assert tried(guesser, "tess", PASSWORD) == 429
    assert tried(at(world, NEAR), "tess", PASSWORD) == 303


def test_signing_in_forgives_the_own_typing_and_not_the_guesses_at_others(world: WebWorld) -> None:
    browser = at(world)
    for _ in range(4):
        tried(browser, "tess")
    assert tried(browser, "tess", PASSWORD) == 303
    kept = {row["_id"].partition(":")[0]: len(row["failed_at"]) for row in rows(world)}
    assert kept == {"address": 4, "name": 4}
    again = at(world)
    assert [tried(again, "tess") for _ in range(4)] == [422] * 4


def test_many_addresses_together_reach_the_ceiling_of_a_name(world: WebWorld) -> None:
    count = TRIES_PER_NAME_MAX // 4
    for number in range(count):
        guesser = at(world, f"198.51.100.{number}")
        assert [tried(guesser, "tess") for _ in range(4)][:3] == [422] * 3
    assert tried(at(world, NEAR), "tess", PASSWORD) == 429
    assert tried(at(world, NEAR), "sue", PASSWORD) == 303


def test_an_ipv6_line_is_one_place_however_many_addresses_it_has(world: WebWorld) -> None:
    statuses = [tried(at(world, f"2001:db8:1:2::{number}"), "tess") for number in range(1, 7)]
    assert statuses == [422] * 4 + [429] * 2
    assert tried(at(world, "2001:db8:1:3::1"), "tess", PASSWORD) == 303


def test_nothing_is_kept_of_where_tries_came_from_once_their_window_is_over(world: WebWorld) -> None:
    browser = at(world, FAR)
    tried(browser, "tess")
    world.made.clock.advance(TRY_WINDOW - timedelta(minutes=1))
    tried(browser, "tess")
    assert FAR not in repr(rows(world))
    world.made.clock.advance(timedelta(minutes=2))
    world.made.settle()
    assert len(rows(world)) == 3
    world.made.clock.advance(TRY_WINDOW)
    world.made.settle()
    assert rows(world) == []


def test_a_header_that_anybody_can_write_moves_nobody_elsewhere(world: WebWorld) -> None:
    guesser = at(world, FAR)
    fields = {"login": "tess@example.org", "password": "wrong"}
    for number in range(5):
        guesser.send("/sign-in", fields, **{"X-Forwarded-For": f"203.0.113.{number}"})
    assert guesser.last.status_code == 429


def test_behind_a_proxy_of_ours_its_own_entry_counts_and_nothing_before_it(tmp_path: Path) -> None:
    wrong = {"login": "tess@example.org", "password": "wrong"}
    with web_world(tmp_path, proxies=1) as world:
        guesser = at(world, "10.0.0.1")
        for number in range(5):
            guesser.send("/sign-in", wrong, **{"X-Forwarded-For": f"203.0.113.{number}, {FAR}"})
        assert guesser.last.status_code == 429
        answer = at(world, "10.0.0.1").send("/sign-in", {**wrong, "password": PASSWORD}, **{"X-Forwarded-For": NEAR})
        assert answer.status_code == 303
