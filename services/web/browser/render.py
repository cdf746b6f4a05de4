"""Templates become answers. A name that a template misspells is an error, never an empty place in clinical text."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, make_response, redirect, render_template, request
from jinja2 import StrictUndefined

from kernel.auth.principal import Kind
from kernel.web.node import current_node
from services.web.browser import forgery, language, times, words
from services.web.browser.identity import visitor

ROOT = Path(__file__).parent.parent
NAVIGATION = (
    ("caseload", "caseload.show", "Caseload", ("therapist", "supervisor", "front-desk", "clinic-admin")),
    ("board", "board.show", "Safety board", ("therapist", "supervisor", "clinic-admin")),
    ("messages", "inbox.show", "Messages", ("therapist", "supervisor", "front-desk", "clinic-admin")),
    ("tasks", "tasks.show", "My tasks", ("therapist", "supervisor", "front-desk", "clinic-admin")),
    ("rota", "rota.show", "On call", ("therapist", "supervisor", "clinic-admin")),
    ("reconciliation", "reconciliation.show", "Reconciliation",
     ("supervisor", "clinic-admin", "privacy-officer", "it-operator")),
    ("glass", "glass.show", "Broken glass", ("privacy-officer",)),
    ("audit", "audit.search", "Audit", ("privacy-officer",)),
)
SEE_OTHER = 303


def install(app: Flask) -> None:
    """Filters and functions that every template may use."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(language.gettext, language.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "moment": times.moment,
        "clock_time": times.clock_time,
        "day": times.day,
        "machine": times.machine,
        "ago": times.ago,
        "left": times.left,
        "readable": words.readable,
    }
    environment.globals |= {
        "word": words.word,
        "choices": words.choices,
        "asset": asset,
        "csrf": forgery.token,
        "once": once,
        "navigation": navigation,
        "language": language.language,
        "direction": language.direction,
        "languages": language.LANGUAGES,
        "is_signed_in": is_signed_in,
        "is_proven": is_proven,
    }


def page(template: str, status: int = 200, **values: Any) -> Response:
    """The page as an answer."""
    return make_response(render_template(template, **values), status)


def go(address: str) -> Response:
    """After a form was handled: reload and back do not send it again."""
    return make_response(redirect(address, SEE_OTHER))


def once() -> str:
    """The key under which a form counts once, however often its button is pressed."""
    return current_node().chance.new_id()


def given_key() -> str:
    """The key that came with the form; a form without one counts by itself."""
    key = request.form.get("once", "")
    return key if len(key) == 32 and key.isalnum() else once()


def navigation() -> list[tuple[str, str, str]]:
    """The places this person's roles lead to: (key, endpoint, label)."""
    who = visitor().asker
    if who is None:
        return []
    return [
        (key, endpoint, language.gettext(label))
        for key, endpoint, label, roles in NAVIGATION
        if any(who.has(role) for role in roles)
    ]


def is_signed_in() -> bool:
    """A member of staff is signed in."""
    who = visitor().asker
    return who is not None and who.kind is not Kind.GUARDIAN


def is_proven() -> bool:
    """An adult of a family has come through a link and a second factor."""
    session = visitor().session
    return session is not None and session.proof is not None


def asset(name: str) -> str:
    """The address of a file of ours; it changes when the file does, so that it may be kept for ever."""
    return f"/static/{name}?v={_fingerprint(name)}"


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((ROOT / "static" / name).read_bytes()).hexdigest()[:12]
