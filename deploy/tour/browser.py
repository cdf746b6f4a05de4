"""A browser without pictures: follows links, keeps cookies, fills the forms it finds on a page."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

import httpx

PAGE_SECONDS = 10.0
_SPACE = re.compile(r"\s+")


class PageWrong(Exception):
    """The page is not what it ought to be. Holds the path's shape and the status, no content."""


@dataclass
class Form:
    """Where it goes and what it holds already."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "textarea", "select") and given.get("name"):
            self._form.fields[given["name"]] = given.get("value", "")
        self._silent += tag in ("script", "style", "title")

    def handle_endtag(self, tag: str) -> None:
        self._form = None if tag == "form" else self._form
        self._silent -= tag in ("script", "style", "title")

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.words.append(data)


class Browser:
    """One visitor at one site."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, follow_redirects=True, timeout=PAGE_SECONDS, trust_env=False)
        self._page: httpx.Response | None = None

    def open(self, address: str) -> "Browser":
        """PageWrong unless the page is there."""
        return self._arrived(self._client.get(address))

    def send(self, action_ends: str, **values: str) -> "Browser":
        """Fill the form whose address ends so and press its button."""
        form = next((form for form in self._read().forms if form.action.endswith(action_ends)), None)
        if form is None:
            raise PageWrong(f"no form to {action_ends} on the page")
        return self._arrived(self._client.post(form.action, data={**form.fields, **values}))

    def shows(self, text: str) -> bool:
        """Whether the words stand on the page, however they are broken into lines."""
        return _plain(text) in _plain(" ".join(self._read().words))

    def close(self) -> None:
        """Give back connections."""
        self._client.close()

    def _arrived(self, page: httpx.Response) -> "Browser":
        if page.status_code != httpx.codes.OK:
            raise PageWrong(f"the page answers {page.status_code}")
        self._page = page
        return self

    def _read(self) -> _Reading:
        if self._page is None:
            raise PageWrong("no page is open")
        reading = _Reading()
        reading.feed(self._page.text)
        return reading


def _plain(text: str) -> str:
    return _SPACE.sub(" ", unescape(text)).strip()
