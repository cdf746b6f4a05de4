"""Who is on call in a clinic: shifts, gaps, and entering them on the clinic's own clock."""

from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import Role
from kernel.errors import Invalid, NotFound
from kernel.web.access import allow
from services.web.browser import forms
from services.web.browser.identity import asker, door, reader
from services.web.browser.language import gettext as _
from services.web.browser.render import given_key, go, page
from services.web.browser.times import use_zone
from services.web.gateways import consent
from services.web.pages.names import clinic_name, names
from services.web.repository import clinicians
from services.web.schemas import ShiftForm

rota_pages = Blueprint("rota", __name__)
PLANNERS = (Role.SUPERVISOR, Role.CLINIC_ADMIN)
WHY = {
    "no-such-time": "The clocks change here: this time does not exist on that day.",
    "not-a-time": "Enter a day and a time.",
    "before-start": "The end must be after the start.",
    "too-long": "A shift is three days at most.",
    "over": "This shift is already over.",
    "too-far-ahead": "A year ahead is the most.",
    "overlaps-their-own": "This person is on call then already.",
    "too-many-shifts": "The plan is full; end some of its shifts.",
    "unknown": "Choose one of the colleagues.",
}


@rota_pages.get("/rota")
@allow(Role.THERAPIST, *PLANNERS)
def show() -> Response:
    """Of one's own clinic; of several, the one that is chosen."""
    return _rota(request.args.get("clinic", ""), {}, {})


@rota_pages.post("/rota/<id:clinic>/shifts")
@allow(*PLANNERS)
def enter(clinic: str) -> Response:
    """Somebody is on call."""
    values, errors = forms.read(ShiftForm())
    if errors:
        return _rota(clinic, forms.typed(request.form), errors, 422)
    try:
        consent.enter_shift(door(), clinic, values, given_key())
    except Invalid as refusal:
        told = {field: _(WHY.get(codes[0], "Check this.")) for field, codes in refusal.fields.items()}
        return _rota(clinic, forms.typed(request.form), told, 422)
    return go(f"/rota?clinic={clinic}")


@rota_pages.post("/rota/<id:clinic>/shifts/<id:shift>/end")
@allow(*PLANNERS)
def end(clinic: str, shift: str) -> Response:
    """Not theirs any more."""
    consent.end_shift(door(), clinic, shift, given_key())
    return go(f"/rota?clinic={clinic}")


def _rota(chosen: str, values: dict[str, Any], errors: forms.Errors, status: int = 200) -> Response:
    own = sorted(asker().clinics())
    clinic = chosen or (own[0] if own else "")
    if clinic not in own:
        raise NotFound("no-such-clinic")
    asked = door()
    clinics, rota = consent.clinics(asked), consent.rota(asked, clinic)
    use_zone(rota["zone"])
    colleagues = clinicians(reader(), clinic)
    people = {*colleagues, *rota["now"], *rota["standing"], *(shift["person"] for shift in rota["shifts"])}
    known = consent.people(asked, people)
    return page(
        "staff/rota.html",
        status,
        here="rota",
        clinic=clinic,
        clinic_name=clinic_name(clinics, clinic),
        others=[(id, clinic_name(clinics, id)) for id in own if id != clinic],
        rota=rota,
        plans=any(asker().has(role, clinic) for role in PLANNERS),
        options=[("", _("Choose")), *((id, known[id]["name"]) for id in colleagues if id in known)],
        name=names(asked, people),
        values=values,
        errors=errors,
    )
