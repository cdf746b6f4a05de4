"""Goals with a ladder in words: propose, agree, record progress, and share it after a look at who will know."""

from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import Role
from kernel.errors import Invalid
from kernel.web.access import allow
from services.web import queries
from services.web.browser import forms
from services.web.browser.identity import door, reader
from services.web.browser.render import given_key, go, page
from services.web.gateways import consent, goals
from services.web.pages.child import opened, warnings
from services.web.pages.names import names
from services.web.pages.sounding import heard
from services.web.schemas import LEVEL_FIELDS, GoalForm, UpdateForm, levels_of

goal_pages = Blueprint("goals", __name__)
CLINICAL = (Role.THERAPIST, Role.SUPERVISOR)
GOALS = "/children/<id:child>/goals"


@goal_pages.get(GOALS)
@allow(*CLINICAL)
def show(child: str) -> Response:
    """All goals of the child, with the newest ratings."""
    return _goals(child)


@goal_pages.get(f"{GOALS}/new")
@allow(*CLINICAL)
def begin(child: str) -> Response:
    """An empty goal."""
    return _new(child, {}, {})


@goal_pages.post(f"{GOALS}/new")
@allow(*CLINICAL)
def create(child: str) -> Response:
    """Proposed, until everybody agrees."""
    values, errors = forms.read(GoalForm())
    if errors:
        return _new(child, forms.typed(request.form), errors, 422)
    body = {
        "clinic": queries.home_clinic(reader(), queries.child(reader(), child)),
        "statement": values["statement"],
        "levels": levels_of(values),
        "baseline": int(values["baseline"]),
    }
    try:
        goals.create(door(), child, body, given_key())
    except Invalid as refusal:
        known = {"statement": "statement", "baseline": "baseline", "levels": LEVEL_FIELDS[0]}
        return _new(child, forms.typed(request.form), forms.refused(refusal, known), 422)
    return go(f"/children/{child}/goals")


@goal_pages.post(f"{GOALS}/<id:goal>/agreement")
@allow(*CLINICAL)
def agree(child: str, goal: str) -> Response:
    """Everybody agrees."""
    goals.agree(door(), child, goal, given_key())
    return go(f"/children/{child}/goals")


@goal_pages.get(f"{GOALS}/<id:goal>/progress")
@allow(*CLINICAL)
def rate(child: str, goal: str) -> Response:
    """Where the child stands now."""
    return _progress(child, goal, {}, {})


@goal_pages.post(f"{GOALS}/<id:goal>/progress")
@allow(*CLINICAL)
def record(child: str, goal: str) -> Response:
    """Recorded; shared only after the preview of who will know."""
    typed = forms.typed(request.form)
    values, errors = forms.read(UpdateForm())
    if errors:
        return _progress(child, goal, typed, errors, 422)
    if request.form.get("step") == "change":
        return _progress(child, goal, typed, {})
    if values["share"] and request.form.get("step") != "send":
        return _previewed(child, goal, values)
    body = {name: values[name] for name in ("words", "rater", "share")} | {"level": int(values["level"])}
    try:
        goals.record(door(), child, goal, body, given_key())
    except Invalid as refusal:
        return _progress(child, goal, typed, forms.refused(refusal, {"words": "words", "level": "level"}), 422)
    return go(f"/children/{child}/goals")


def _goals(child: str) -> Response:
    _card, about = opened(child)
    found = goals.goals_of(door(), child)
    people = {update["recorded_by"] for goal in found for update in goal["updates"]}
    return page("staff/goals.html", here="caseload", tab="goals", about=about, warnings=warnings(about), goals=found,
                name=names(door(), people))  # fmt: skip


def _new(child: str, values: dict[str, Any], errors: forms.Errors, status: int = 200) -> Response:
    _card, about = opened(child)
    return page("staff/goal_new.html", status, here="caseload", about=about, warnings=warnings(about), values=values,
                errors=errors, levels=tuple(zip(LEVEL_FIELDS, range(-2, 3), strict=True)))  # fmt: skip


def _progress(child: str, goal: str, values: dict[str, Any], errors: forms.Errors, status: int = 200) -> Response:
    _card, about = opened(child)
    found = next((item for item in goals.goals_of(door(), child) if item["goal"] == goal), None)
    if found is None:
        return go(f"/children/{child}/goals")
    return page("staff/goal_progress.html", status, here="caseload", about=about, warnings=warnings(about), goal=found,
                values=values, errors=errors)  # fmt: skip


def _previewed(child: str, goal: str, values: dict[str, Any]) -> Response:
    _card, about = opened(child)
    question: dict[str, Any] = {
        "disclosure_class": "goals-progress",
        "concern_kind": None,
        "severity": None,
        "about": [],
        "child_told": "told",
    }
    answer = consent.preview(door(), child, question, given_key())
    return page("staff/goal_preview.html", here="caseload", about=about, warnings=warnings(about), goal=goal,
                values=values, answer=answer, heard=heard(values["words"]))  # fmt: skip
