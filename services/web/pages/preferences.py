"""How a person wants routine messages: their own page, and what the desk hears from them. Safety is no choice."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import Kind, Role
from kernel.clock import to_text
from kernel.errors import Invalid, NotFound
from kernel.web.access import allow
from services.web.browser import forms, times
from services.web.browser.identity import asker, door, own_door, proven, reader
from services.web.browser.language import LANGUAGES
from services.web.browser.language import gettext as _
from services.web.browser.render import given_key, go, page
from services.web.browser.words import choices
from services.web.browser.words.wishes import WISH
from services.web.gateways import consent, notifications
from services.web.gateways.door import Answer
from services.web.schemas import PreferencesForm

preference_pages = Blueprint("preferences", __name__)
MINE = "/family/preferences"
THEIRS = "/people/<id:person>/preferences"
DESK = (Role.FRONT_DESK, Role.CLINIC_ADMIN)
READERS = (*DESK, Role.THERAPIST, Role.SUPERVISOR)
FIELDS = {
    "quiet.from": "quiet_from", "quiet.until": "quiet_until", "quiet": "quiet_from", "digest_at": "digest_at",
    "snoozed_until": "snooze", "language": "language", "channels": "channel",
}  # fmt: skip


@preference_pages.get(MINE)
@allow(Kind.GUARDIAN)
def show() -> Response:
    """The reader's own."""
    return _mine(notifications.preferences(door()))


@preference_pages.post(MINE)
@allow(Kind.GUARDIAN)
def keep() -> Response:
    """As a whole; nobody else's messages change."""
    person = proven().person
    kept = notifications.preferences(door())
    values, errors = _read()
    if not errors:
        try:
            notifications.set_preferences(door(), None, _wished(values, kept, _zone(person)), given_key())
            return go(f"{MINE}?done=1")
        except Invalid as refusal:
            errors = forms.refused(refusal, FIELDS)
    return _mine(kept, errors, 422)


@preference_pages.get(THEIRS)
@allow(*READERS)
def show_theirs(person: str) -> Response:
    """What somebody wants, for those who look after a child of theirs."""
    return _theirs(person, notifications.preferences(door(), person))


@preference_pages.post(THEIRS)
@allow(*DESK)
def keep_theirs(person: str) -> Response:
    """What they said at the desk."""
    kept = notifications.preferences(door(), person)
    values, errors = _read()
    if not errors:
        try:
            notifications.set_preferences(door(), person, _wished(values, kept, _zone(person)), given_key())
            return go(f"/people/{person}/preferences?done=1")
        except Invalid as refusal:
            errors = forms.refused(refusal, FIELDS)
    return _theirs(person, kept, errors, 422)


def _read() -> tuple[dict[str, Any], forms.Errors]:
    """One choice for each class of messages, and the rest."""
    values, errors = forms.read(PreferencesForm())
    said = {code: request.form.get(f"class-{code}", "now") for code, _text in choices("message_class")}
    errors |= {f"class-{code}": _("Check this.") for code, wish in said.items() if wish not in WISH}
    return {**values, "classes": said}, errors


def _mine(kept: Answer, errors: forms.Errors | None = None, status: int = 200) -> Response:
    times.use_zone(_zone(proven().person))
    return page("family/preferences.html", status, **_form(kept, errors))


def _theirs(person: str, kept: Answer, errors: forms.Errors | None = None, status: int = 200) -> Response:
    known = consent.people(door(), [person]).get(person)
    if known is None:
        raise NotFound("no-such-person")
    times.use_zone(known.get("zone"))
    writes = any(asker().has(role) for role in DESK)
    shown = {"here": "caseload", "person": person, "name": known["name"], "writes": writes}
    return page("staff/preferences.html", status, **shown, **_form(kept, errors))


def _form(kept: Answer, errors: forms.Errors | None) -> dict[str, Any]:
    """What was typed, where something was wrong with it; else what holds."""
    paused = kept["snoozed_until"] if _is_ahead(kept["snoozed_until"]) else None
    return {
        "values": forms.typed(request.form) if errors else _values(kept, paused),
        "errors": errors or {},
        "done": request.args.get("done") == "1",
        "paused": paused,
        "languages_of": [("", _("As the clinic knows me")), *LANGUAGES.items()],
        "channels": [("", _("As usual: by e-mail, else by text message")), ("email", _("E-mail first")),
                     ("sms", _("Text message first"))],
        "classes": choices("message_class"),
        "wishes": choices("wish"),
        "pauses": [*([("keep", _("Stay paused"))] if paused else []), ("", _("No pause")), ("1", _("For a day")),
                   ("3", _("For three days")), ("7", _("For a week")), ("14", _("For two weeks"))],
    }  # fmt: skip


def _values(kept: Answer, paused: str | None) -> dict[str, str]:
    quiet = kept["quiet"] or {}
    return {
        "language": kept["language"] or "",
        "channel": kept["channels"][0] if kept["channels"] else "",
        **{f"class-{code}": kept["classes"].get(code, "now") for code, _text in choices("message_class")},
        "quiet_from": quiet.get("from", ""),
        "quiet_until": quiet.get("until", ""),
        "digest_at": kept["digest_at"] or "",
        "snooze": "keep" if paused else "",
    }


def _wished(values: dict[str, Any], kept: Answer, zone: str) -> dict[str, Any]:
    """As the service takes them: the times are on the person's own clock."""
    first, quiet = values["channel"], (values["quiet_from"], values["quiet_until"])
    return {
        "language": values["language"] or None,
        "channels": [first, "sms" if first == "email" else "email"] if first else [],
        "classes": values["classes"],
        "quiet": {"from": quiet[0], "until": quiet[1], "zone": zone} if any(quiet) else None,
        "digest_at": values["digest_at"] or None,
        "snoozed_until": _until(values["snooze"], kept),
    }


def _until(pause: str, kept: Answer) -> str | None:
    if pause == "keep":
        return str(kept["snoozed_until"]) if _is_ahead(kept["snoozed_until"]) else None
    return to_text(reader().now + timedelta(days=int(pause))) if pause else None


def _is_ahead(moment: str | None) -> bool:
    found: datetime | None = times.parsed(moment) if moment else None
    return found is not None and found > reader().now


def _zone(person: str) -> str:
    return str(consent.people(own_door(), [person]).get(person, {}).get("zone") or "UTC")
