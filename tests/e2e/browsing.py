"""What people do in a browser, and what must hold of every page they see."""

import os
import re
from pathlib import Path
from typing import Any

import httpx
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

from deploy.demo.network import PASSWORD, address_of
from tests.e2e.waiting import until

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 320, "height": 640}
PAGE_KILOBYTES_MAX = 100
PICTURES = os.environ.get("ALLIANCE_PICTURES")  # a folder: then the tests make the pictures of the documentation
# Structure that axe does not insist on; each line is a sentence for the failure.
STRUCTURE = """() => {
  const wrong = [];
  if (document.querySelectorAll('h1').length !== 1) wrong.push('not exactly one h1');
  if (document.querySelectorAll('main').length !== 1) wrong.push('not exactly one main');
  if (!document.documentElement.lang) wrong.push('no language');
  if (document.querySelector('[style], style, script:not([src])')) wrong.push('inline style or script');
  for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
    if (!field.labels || !field.labels.length) wrong.push('no label: ' + field.name);
  for (const group of document.querySelectorAll('fieldset'))
    if (!group.querySelector('legend')) wrong.push('a fieldset without legend');
  for (const part of document.querySelectorAll('[aria-describedby]'))
    for (const id of part.getAttribute('aria-describedby').split(' '))
      if (!document.getElementById(id)) wrong.push('describedby leads nowhere: ' + id);
  for (const link of document.querySelectorAll('.errors a'))
    if (!document.querySelector(link.getAttribute('href'))) wrong.push('an error leads nowhere: ' + link.textContent);
  for (const form of document.querySelectorAll('form[method=post]'))
    if (!form.querySelector('[name=csrf]')) wrong.push('a form without token');
  const ids = [...document.querySelectorAll('[id]')].map((part) => part.id);
  if (new Set(ids).size !== ids.length) wrong.push('an id twice');
  return wrong;
}"""


class Letters:
    """Reads what arrived since it was made, as the mailbox gives it to programs."""

    def __init__(self, mailbox: str, after: int | None = None) -> None:
        self._url = mailbox.rsplit("/mailbox", 1)[0] + "/mailbox.json"
        newest = max((int(letter["number"]) for letter in self._since(0)), default=0)
        self._after = newest if after is None else after

    def all(self) -> list[dict[str, Any]]:
        """Oldest first."""
        return self._since(self._after)

    def first(self, to: str, channel: str, seconds: float = 15.0) -> dict[str, Any]:
        """The first over this channel to an address, waited for."""
        found = until(
            lambda: [item for item in self.all() if item["to"] == to and item["channel"] == channel],
            seconds,
            f"a letter by {channel}",
        )
        return found[0]

    def _since(self, number: int) -> list[dict[str, Any]]:
        answer = httpx.get(self._url, params={"after": str(number)}, trust_env=False)
        letters: list[dict[str, Any]] = answer.json()["letters"]
        return sorted(letters, key=lambda letter: int(letter["number"]))


def link_in(letter: dict[str, Any]) -> str:
    """The pointer in a message."""
    found = re.search(r"https?://\S+/m/\S+", letter["text"])
    assert found is not None
    return found.group(0)


def code_in(letter: dict[str, Any]) -> str:
    """The digits of a second factor."""
    found = re.search(r"\b\d{6}\b", letter["text"])
    assert found is not None
    return found.group(0)


def sign_in(page: Page, slug: str) -> None:
    """As a member of the demo's staff; returns when the page behind the door has come."""
    page.goto("/sign-in")
    page.get_by_label("Sign-in name").fill(address_of(slug))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))


def look_at(page: Page, picture: str = "") -> None:
    """Structure, axe, weight, and no sideways scrolling from phone to desk. Leaves the window as it found it."""
    assert page.evaluate(STRUCTURE) == [], page.url
    violations = Axe().run(page)["violations"]
    told = [(found["id"], [node["html"] for node in found["nodes"]][:3]) for found in violations]
    assert told == [], page.url
    assert len(page.content().encode()) < PAGE_KILOBYTES_MAX * 1024, page.url
    usual = page.viewport_size
    for size in (PHONE, {"width": 768, "height": 900}, {"width": 1280, "height": 900}, {"width": 1920, "height": 1000}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} scrolls sideways at {size['width']} px"
    if usual is not None:
        page.set_viewport_size(usual)
    if PICTURES and picture:
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=Path(PICTURES) / f"{picture}.png")
