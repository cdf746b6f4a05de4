"""What came in a form, checked by a schema; what is wrong with it, by field, in words."""

from collections.abc import Mapping
from typing import Any, cast

from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError
from werkzeug.datastructures import MultiDict

from kernel.errors import Invalid
from services.web.browser.language import gettext as _

Errors = dict[str, str]
OWN = ("csrf", "once")
# Codes of the services' refusals, in words. `%s` is never used: what was typed is not echoed in an error.
CODES = {
    "required": "Fill this in.",
    "too-long": "Shorten this.",
    "too-short": "Write a little more.",
    "not-a-choice": "Choose one of the options.",
    "unknown": "Choose one of the options.",
    "not-valid": "Check this.",
    "length": "Check the length.",
    "out-of-range": "Check the number.",
    "taken": "This is already there.",
}


def read(schema: Schema, lists: tuple[str, ...] = ()) -> tuple[dict[str, Any], Errors]:
    """The values that fit and the first error of each field that does not. Fields named in `lists` may repeat."""
    raw = typed(request.form, lists)
    try:
        loaded: dict[str, Any] = schema.load(raw, unknown=EXCLUDE)
    except ValidationError as error:
        return dict(error.valid_data or {}), _first(cast(dict[str, Any], error.messages))
    return loaded, {}


def typed(form: "MultiDict[str, str]", lists: tuple[str, ...] = ()) -> dict[str, Any]:
    """As typed, with line ends of this system, without the fields that are ours."""
    values: dict[str, Any] = {name: _text(form[name]) for name in form if name not in OWN and name not in lists}
    return values | {name: [_text(item) for item in form.getlist(name)] for name in lists}


def refused(refusal: Invalid, known: Mapping[str, str]) -> Errors:
    """The other service's complaint on our fields; `known` maps its field names to ours."""
    errors: Errors = {}
    for path, codes in refusal.fields.items():
        field = next((ours for theirs, ours in known.items() if path.endswith(theirs)), next(iter(known.values())))
        errors[field] = _(CODES.get(codes[0] if codes else "", "Check this."))
    return errors or {next(iter(known.values())): _("This could not be accepted. Check what you wrote.")}


def _first(messages: Mapping[str, Any]) -> Errors:
    found: Errors = {}
    for field, texts in messages.items():
        first = texts
        while isinstance(first, dict):
            first = next(iter(first.values()))
        found[field] = _(str(first[0] if isinstance(first, list) else first))
    return found


def _text(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()
