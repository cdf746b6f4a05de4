"""How the items of goals are put to a family."""

from typing import Any

from services.web.browser.language import gettext as _


def told_of_goals(told: dict[str, Any]) -> dict[str, Any]:
    """Heading, moment and parts of one item."""
    if told["kind"] == "milestone":
        return {**_progress({**told, "words": None}), "heading": _("A step was reached")}
    return _practice(told) if told["kind"] == "practice" else _progress(told)


def _practice(told: dict[str, Any]) -> dict[str, Any]:
    parts = [{"title": told["title"], "text": told["text"]}]
    return {"heading": _("Something to practise at home"), "at": told["at"], "parts": parts}


def _progress(told: dict[str, Any]) -> dict[str, Any]:
    parts = [
        {"title": _("The goal"), "text": told["statement"]},
        {"title": _("Where things stand"), "text": told["level_words"]},
        {"title": _("In a few words"), "text": told["words"]},
    ]
    return {"heading": _("News about a goal"), "at": told["at"], "parts": [part for part in parts if part["text"]]}
