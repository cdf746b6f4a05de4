"""An adult at a browser: follows the link in a message, types the code, keeps the cookie, fills forms."""

import quopri
import re
from collections.abc import Mapping
from html import unescape

import httpx

from tests.stories.family import Family

LINK = re.compile(r"http://[^\s/]+(/m/[0-9a-f]+\.[0-9a-f]+)")
CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_FIELD = re.compile(r'<input type="hidden" name="(csrf|once)" value="([^"]*)"')


def links_of(family: Family, role: str) -> list[str]:
    """The paths that an adult's messages lead to, oldest mail first, then the text messages."""
    mails = [quopri.decodestring(content).decode() for content in family.mails(role)]
    return [path for text in (*mails, *family.texts(role)) for path in LINK.findall(text)]


class Visitor:
    """One browser. Redirects are not followed: each answer is looked at."""

    def __init__(self, family: Family) -> None:
        self._http = family.stage.doors("web")
        self.last = httpx.Response(204)

    def get(self, path: str) -> httpx.Response:
        """A page."""
        self.last = self._http.get(path)
        return self.last

    def send(self, path: str, fields: Mapping[str, str] | None = None) -> httpx.Response:
        """A form of the page seen last, with its hidden fields."""
        hidden = dict(_FIELD.findall(self.last.text))
        self.last = self._http.post(path, data={**hidden, **(fields or {})})
        return self.last

    def follow(self) -> httpx.Response:
        """Where the last answer leads."""
        assert self.last.status_code == 303, self.text
        return self.get(self.last.headers["Location"])

    @property
    def text(self) -> str:
        """The last page as it is read."""
        return unescape(self.last.text)

    def close(self) -> None:
        """Give back connections."""
        self._http.close()


def opens(family: Family, role: str, link: int = -1) -> Visitor:
    """The adult opens one of their links, gets a code on the telephone and types it: the item is on the screen."""
    visitor, path = Visitor(family), links_of(family, role)[link]
    visitor.get(path)
    visitor.send(f"{path}/code", {"way": "message"})
    family.stage.settle()
    visitor.follow()
    code = CODE.search(family.texts(role)[-1])
    assert code is not None, "the text message has no code"
    visitor.send(f"{path}/proof", {"code": code.group()})
    visitor.follow()
    assert visitor.last.status_code == 200, visitor.text
    return visitor


def reads_and_answers(family: Family, role: str) -> None:
    """The adult opens their newest message, says that they have read it, and writes back."""
    visitor = opens(family, role)
    visitor.send("/item/acknowledgement")
    visitor.follow()
    visitor.send("/item/answer", {"words": "I call you tonight."})
    assert visitor.last.status_code == 303, visitor.text
    visitor.close()
    family.stage.settle()
