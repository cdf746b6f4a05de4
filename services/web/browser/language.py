"""Texts in the reader's language. The catalogues are read as they are edited; a missing text stays English."""

from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po
from flask import g, has_request_context, request

CATALOGUES = Path(__file__).parent.parent / "translations"
LANGUAGES = {"en": "English", "es": "Español", "ar": "العربية"}
STAFF_LANGUAGES = ("en", "es")
"""A page of English words in an Arabic frame would read in the wrong direction."""
COOKIE = "language"


def gettext(message: str) -> str:
    """The text in the language of this request."""
    return catalogue(language()).get(message, message)


def ngettext(one: str, many: str, count: int) -> str:
    """Two forms, as English and Spanish have them; a language with more words its texts so that two do."""
    return gettext(one if count == 1 else many)


def is_family() -> bool:
    """Whether the page belongs to the family side, where even the words of an error are neutral."""
    return request.path.startswith(("/m/", "/item", "/family", "/exit", "/start"))


def language() -> str:
    """Chosen in this browser, else what the browser asks for, else English."""
    if not has_request_context():
        return "en"
    if "language" not in g:
        offered = list(LANGUAGES) if is_family() else list(STAFF_LANGUAGES)
        chosen = request.cookies.get(COOKIE, "")
        g.language = chosen if chosen in offered else request.accept_languages.best_match(offered, "en")
    found: str = g.language
    return found


def direction() -> str:
    """`rtl` for a language that is written so; the style sheet knows no left and no right."""
    return "rtl" if Locale.parse(language()).character_order == "right-to-left" else "ltr"


def left_to_right(text: str) -> str:
    """Signs and digits that would change places among letters of the other direction, kept as they are."""
    return f"\u2066{text}\u2069" if direction() == "rtl" else text


@cache
def catalogue(code: str) -> dict[str, str]:
    """Message to translation; empty for English, which is what the templates are written in."""
    path = CATALOGUES / f"{code}.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=code)
    return {str(item.id): str(item.string) for item in messages if item.id and item.string and not item.fuzzy}
