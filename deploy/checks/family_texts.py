"""Which texts a family reads, and where they stand: the templates that are sent, the pages, the words for codes."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import services.web
from services.web.browser.words import messages, talk, wishes

WEB = Path(services.web.__file__).parent
PAGES = (
    *sorted((WEB / "templates" / "family").glob("*.html")),
    WEB / "templates" / "base.html",
    WEB / "templates" / "parts" / "forms.html",
    WEB / "templates" / "parts" / "crisis.html",
    WEB / "templates" / "parts" / "here.html",
    WEB / "templates" / "parts" / "wishes.html",
    *(WEB / "pages" / f"{name}.py" for name in ("asking", "factors", "family", "item", "landing", "preferences")),
)
TABLES: Mapping[str, Mapping[str, str]] = {
    "category": talk.CATEGORY,
    "redirect": talk.REDIRECT,
    "refusal": talk.THREAD_REFUSAL,
    "client": messages.CLIENT,
    "way": messages.WAY,
    "subject": messages.SUBJECT,
    "wish": wishes.WISH,
    "message class": wishes.MESSAGE_CLASS,
}
LANDING = (
    *(WEB / "templates" / "family" / f"{name}.html" for name in (
        "layout", "landing", "code", "tries", "expired", "renewed", "contact", "withdrawn", "missing", "start",
        "closed", "stopped", "later", "preferences",
    )),
    WEB / "templates" / "base.html",
    WEB / "templates" / "parts" / "forms.html",
    WEB / "templates" / "parts" / "here.html",
    WEB / "templates" / "parts" / "wishes.html",
    WEB / "pages" / "landing.py",
    WEB / "pages" / "preferences.py",
)  # fmt: skip
"""What stands between a message and its page: complete in every language that messages are sent in."""
_ONE = re.compile(r"""\b_\(\s*(['"])(.*?)\1\s*\)""")
_COUNTED = re.compile(r"""\bngettext\(\s*(['"])(.*?)\1\s*,\s*(['"])(.*?)\3""")


def texts_of(path: Path) -> Iterator[str]:
    """Every text of a page or of its template, in English."""
    source = path.read_text(encoding="utf-8")
    yield from (hit[1] for hit in _ONE.findall(source))
    for hit in _COUNTED.findall(source):
        yield from (hit[1], hit[3])


def family_texts() -> Iterator[tuple[str, str]]:
    """Where it stands and what it says, in English."""
    for path in PAGES:
        yield from ((str(path.relative_to(WEB)), text) for text in texts_of(path))
    for name, table in TABLES.items():
        yield from ((f"words: {name}", text) for text in table.values())
