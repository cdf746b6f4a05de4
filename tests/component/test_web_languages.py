"""One right-to-left language: the way from the message to its page is whole in Arabic; staff pages stay as they are."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.component.web_world import THERAPIST, Browser, WebWorld, web_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as world:
        world.raise_concern()
        yield world


def arabic(world: WebWorld) -> Browser:
    """A browser that asks for it, as a telephone set to Arabic does."""
    browser = Browser(world)
    browser.http.headers["Accept-Language"] = "ar-EG,ar;q=0.9,en;q=0.5"
    return browser


def test_the_way_in_is_written_from_right_to_left(world: WebWorld) -> None:
    browser, link = arabic(world), world.link()
    browser.get(link)
    assert '<html lang="ar" dir="rtl">' in browser.text
    assert "توجد رسالة لك" in browser.text
    browser.send(f"{link}/code", {"way": "message"})
    world.made.settle()
    assert "أدخل رمزك" in browser.follow().text
    browser.send(f"{link}/proof", {"code": world.code()})
    browser.follow()
    assert '<html lang="ar" dir="rtl">' in browser.text


def test_a_language_chosen_on_a_family_page_is_kept_by_the_browser(world: WebWorld) -> None:
    browser, link = Browser(world), world.link()
    browser.get(link)
    browser.send("/language", {"language": "ar", "back": link})
    assert 'dir="rtl"' in browser.follow().text


def test_a_staff_page_is_never_english_in_an_arabic_frame(world: WebWorld) -> None:
    browser = world.signed_in(THERAPIST)
    browser.http.headers["Accept-Language"] = "ar"
    browser.http.cookies.set("language", "ar")
    browser.get("/caseload")
    assert '<html lang="en" dir="ltr">' in browser.text
