"""The mailbox to look at, and the text-message provider of the demo.

POST /sms  {"to": "+1...", "text": "...", "reference": "..."}, Authorization: Bearer <token>
           -> 202 {"id": "..."}, the first id for a reference seen before; 401 without the token; 400 when a
                  field is missing or too long
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TypeGuard

from flask import Flask, Response, abort, jsonify, redirect, render_template, request, url_for
from markupsafe import Markup, escape

from deploy.demo.letters import Letters
from kernel.settings_checks import hosts, is_loopback

TEXT_CHARACTERS_MAX = 1600  # ten parts: what providers take at most
TO_CHARACTERS_MAX = 320
REFRESH_SECONDS = 4
_LINK = re.compile(r"https?://[^\s<>\"]+")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def mailbox_app(letters: Letters, token: str, owners: Mapping[str, str]) -> Flask:
    """`owners` says whose an address or number is."""
    app = Flask(__name__)
    app.jinja_env.filters["linked"] = linked
    app.before_request(_only_this_machine)
    app.after_request(_hardened)

    @app.get("/")
    def home() -> Any:
        return redirect(url_for("mailbox"))

    @app.get("/mailbox")
    def mailbox() -> str:
        chosen = request.args.get("to")
        return render_template(
            "mailbox.html", letters=letters.newest_first(chosen), counts=letters.counts(), owners=owners,
            chosen=chosen, refresh=REFRESH_SECONDS,
        )  # fmt: skip

    @app.get("/mailbox.json")
    def machine_readable() -> Any:
        after = request.args.get("after", "0")
        if not (after.isascii() and after.isdigit()):
            abort(400)
        return jsonify(letters=[asdict(letter) for letter in letters.after(int(after))])

    @app.post("/sms")
    def text_message() -> Any:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            return jsonify(error="unauthorized"), 401
        body = request.get_json(silent=True)
        if not _is_text_message(body):
            return jsonify(error="to, text and reference are texts"), 400
        kept = letters.of_reference("sms", body["reference"]) or letters.keep(
            channel="sms", to=body["to"], sender="Text message", subject="", text=body["text"],
            reference=body["reference"],
        )  # fmt: skip
        return jsonify(id=f"sms-{kept.number}"), 202

    return app


def linked(text: str) -> Markup:
    """The text with its addresses made clickable, everything else escaped."""
    parts: list[Markup] = []
    end = 0
    for match in _LINK.finditer(text):
        address = match.group().rstrip(".,;)")
        parts += [escape(text[end : match.start()]), Markup('<a href="{0}">{0}</a>').format(address)]
        end = match.start() + len(address)
    return Markup("").join([*parts, escape(text[end:])])


def _is_text_message(body: Any) -> TypeGuard[dict[str, str]]:
    if not isinstance(body, dict) or set(body) != {"to", "text", "reference"}:
        return False
    limits = {"to": TO_CHARACTERS_MAX, "text": TEXT_CHARACTERS_MAX, "reference": TO_CHARACTERS_MAX}
    return all(isinstance(body[name], str) and 0 < len(body[name]) <= most for name, most in limits.items())


def _only_this_machine() -> None:
    """A page elsewhere must not read the mailbox under a name that it makes point to this machine."""
    if not all(is_loopback(host) for host in hosts(f"http://{request.host}") or [""]):
        abort(421)


def _hardened(response: Response) -> Response:
    response.headers.update(_HEADERS)
    return response
