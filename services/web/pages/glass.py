"""The privacy officer's view of broken glass: what waits for review, what was read, and the review itself."""

from flask import Blueprint, Response, request

from kernel.auth.principal import Role
from kernel.web.access import allow
from services.web.browser import forms
from services.web.browser.identity import asker, door
from services.web.browser.render import given_key, go, page
from services.web.gateways import glass
from services.web.pages.names import names
from services.web.schemas import ReviewForm

glass_pages = Blueprint("glass", __name__)
STATES = ("unreviewed", "open", "overdue", "all")
ACCESS = "/glass/<id:child>/<id:access>"


@glass_pages.get("/glass")
@allow(Role.PRIVACY_OFFICER)
def show() -> Response:
    """What waits, the most urgent first; or what is open, late, or everything."""
    state = request.args.get("state", STATES[0])
    state = state if state in STATES else STATES[0]
    found = glass.accesses(door(), state)
    rows = found["accesses"]
    return page(
        "staff/glass.html",
        here="glass",
        state=state,
        states=STATES,
        rows=rows,
        overdue=found["overdue"],
        name=names(door(), {row["person"] for row in rows}),
    )


@glass_pages.get(ACCESS)
@allow(Role.PRIVACY_OFFICER)
def look(child: str, access: str) -> Response:
    """One of them."""
    return _access(child, access, {}, {})


@glass_pages.post(f"{ACCESS}/end")
@allow(Role.PRIVACY_OFFICER)
def end(child: str, access: str) -> Response:
    """Taken away."""
    glass.end(door(), child, access, given_key())
    return go(f"/glass/{child}/{access}")


@glass_pages.post(f"{ACCESS}/review")
@allow(Role.PRIVACY_OFFICER)
def review(child: str, access: str) -> Response:
    """Looked at."""
    values, errors = forms.read(ReviewForm())
    if errors:
        return _access(child, access, forms.typed(request.form), errors)
    glass.review(door(), child, access, values, given_key())
    return go("/glass")


def _access(child: str, access: str, values: dict[str, str], errors: forms.Errors) -> Response:
    found = glass.access(door(), child, access)
    return page(
        "staff/access.html",
        422 if errors else 200,
        here="glass",
        found=found,
        own=found["person"] == asker().person,
        values=values,
        errors=errors,
        name=names(door(), {found["person"], found["ended_by"], found["reviewed_by"]}),
    )
