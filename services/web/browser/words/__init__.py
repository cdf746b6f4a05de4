"""Codes in words. A code that is not here yet is shown as it is, in readable form: never hidden, never an error.

Each module holds the tables of one subject; the name of a table is the same on every page.
"""

from collections.abc import Mapping

from services.web.browser.language import gettext
from services.web.browser.words import messages, people, record, safety, talk, tasks, wishes

TABLES: Mapping[str, Mapping[str, str]] = {
    name: table
    for subject in (safety, messages, record, people, tasks, talk, wishes)
    for name, table in subject.TABLES.items()
}


def word(table: str, code: str | int | None) -> str:
    """The words for a code in the language of the request."""
    if code is None:
        return ""
    known = TABLES.get(table, {}).get(str(code))
    return gettext(known) if known else readable(str(code))


def readable(code: str) -> str:
    """`no-answer-in-time` as `No answer in time`."""
    return code.replace("-", " ").replace("_", " ").replace(".", " ").strip().capitalize()


def choices(table: str) -> list[tuple[str, str]]:
    """For a form: code and words, in the table's order."""
    return [(code, gettext(text)) for code, text in TABLES[table].items()]
