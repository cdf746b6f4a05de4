"""Handing a running case to a colleague, and answering such an offer."""

from flask import Blueprint, Response, request

from kernel.auth.principal import Role
from kernel.errors import NotFound
from kernel.web.access import allow
from services.web import queries
from services.web.browser import forms
from services.web.browser.identity import door, reader
from services.web.browser.render import given_key, go
from services.web.gateways import notifications
from services.web.schemas import HandOverForm

hand_over_pages = Blueprint("hand_over", __name__)
CASE = "/children/<id:child>/cases/<id:case>"
CLINICAL = (Role.THERAPIST, Role.SUPERVISOR)


@hand_over_pages.post(f"{CASE}/hand-over")
@allow(*CLINICAL)
def offer(child: str, case: str) -> Response:
    """It stays with whoever has it until the colleague accepts."""
    values, errors = forms.read(HandOverForm())
    if not errors:
        notifications.hand_over(door(), child, _disclosure(child, case), values["colleague"], given_key())
    return go(f"/children/{child}/cases/{case}")


@hand_over_pages.post(f"{CASE}/hand-overs/<id:hand_over>")
@allow(*CLINICAL)
def answer(child: str, case: str, hand_over: str) -> Response:
    """Taken, or not."""
    accepts = request.form.get("accepts") == "yes"
    notifications.answer_hand_over(door(), child, _disclosure(child, case), hand_over, accepts, given_key())
    return go(f"/children/{child}/cases/{case}")


def _disclosure(child: str, case: str) -> str:
    view = queries.called_case(reader(), child, case) or queries.case(reader(), child, case)
    if view.case.disclosure is None:
        raise NotFound("no-such-disclosure")
    return view.case.disclosure
