"""One case: the ledger of every adult, taking it over, its tasks, and closing it with a reason."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import Role
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.web.access import allow
from services.web import queries
from services.web.browser import forms
from services.web.browser.identity import asker, door, reader
from services.web.browser.render import given_key, go, page
from services.web.browser.times import use_zone
from services.web.gateways import consent, notes, notifications
from services.web.gateways.door import Answer
from services.web.pages.child import is_clinical, opened, warnings
from services.web.pages.names import clinic_zone, names
from services.web.pages.person_tasks import ABOUT_A_PERSON
from services.web.queries import CaseView
from services.web.repository import clinicians
from services.web.schemas import ClosureForm, TaskForm

case_pages = Blueprint("cases", __name__)
CASE = "/children/<id:child>/cases/<id:case>"
STAFF = (Role.THERAPIST, Role.SUPERVISOR, Role.CLINIC_ADMIN)
CLINICAL = (Role.THERAPIST, Role.SUPERVISOR)


@case_pages.get(CASE)
@allow(*STAFF)
def show(child: str, case: str) -> Response:
    """Everything that was done about it, per adult."""
    return _case(child, case, {}, {})


@case_pages.post(f"{CASE}/take-over")
@allow(*CLINICAL)
def take_over(child: str, case: str) -> Response:
    """From now on the asker looks after it."""
    view = _view(child, case)
    if view.case.disclosure is None:
        raise NotFound("no-such-disclosure")
    notifications.take_over(door(), child, view.case.disclosure, given_key())
    return go(f"/children/{child}/cases/{case}")


@case_pages.post(f"{CASE}/closure")
@allow(*CLINICAL)
def close(child: str, case: str) -> Response:
    """Dealt with, for a reason and in words."""
    view = queries.case(reader(), child, case)
    values, errors = forms.read(ClosureForm())
    if errors:
        return _case(child, case, forms.typed(request.form), errors, 422)
    try:
        notes.close(door(), child, view.case.item, values, given_key())
    except Invalid as refusal:
        known = {"words": "words", "reason": "reason"}
        return _case(child, case, forms.typed(request.form), forms.refused(refusal, known), 422)
    return go(f"/children/{child}/cases/{case}")


@case_pages.post(f"{CASE}/tasks/<id:task>")
@allow(*STAFF)
def finish_task(child: str, case: str, task: str) -> Response:
    """The human has acted."""
    values, errors = forms.read(TaskForm())
    if errors:
        return _case(child, case, forms.typed(request.form) | {"task": task}, errors, 422)
    notifications.finish_task(door(), child, task, values, given_key())
    return go(f"/children/{child}/cases/{case}")


def _view(child: str, case: str) -> CaseView:
    return queries.called_case(reader(), child, case) or queries.case(reader(), child, case)


def _case(child: str, case: str, values: dict[str, Any], errors: forms.Errors, status: int = 200) -> Response:
    view = queries.called_case(reader(), child, case)
    seen = _looked_after(child, case) if view is None else _called(child, view)
    view, ledger = seen.view, seen.ledger
    return page(
        "staff/case.html",
        status,
        here="board" if seen.about else "tasks",
        about=seen.about,
        warnings=warnings(seen.about) if seen.about else [],
        view=view,
        due=queries.next_due(view),
        states=queries.adult_states(view) if seen.about or ledger else [],
        concern=seen.concern,
        why=seen.why,
        steps=_steps(ledger),
        answers=_answers(ledger),
        open_tasks=queries.open_tasks(view),
        about_a_person=ABOUT_A_PERSON,
        name=names(door(), {*_people(view, ledger), *_colleagues(view)}),
        clinical=is_clinical(),
        is_new=request.args.get("new") == "1",
        colleagues=_colleagues(view),
        offers=ledger.get("hand_overs", []) if ledger else [],
        me=asker().person,
        mine=view.progress is not None and view.progress.owner == asker().person,
        values=values,
        errors=errors,
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """What the asker may see around one case; `about` (the child and its family) is None for whoever is on call."""

    view: CaseView
    about: Answer | None
    concern: Answer | None
    ledger: Answer | None
    why: dict[str, list[Answer]]


def _looked_after(child: str, case: str) -> Seen:
    _card, about = opened(child)
    view = queries.case(reader(), child, case)
    known = _decided(child, view.case.disclosure)
    why = {adult["person"]: adult["why"] for adult in known["adults"]} if known else {}
    return Seen(view, about, _concern(child, view), _ledger(child, view.case.disclosure), why)


def _called(child: str, view: CaseView) -> Seen:
    """The one concern; where its owner refuses the words, as to somebody accused since, the page does not exist."""
    disclosure = view.case.disclosure
    if disclosure is None:
        raise NotFound("no-such-case")
    use_zone(clinic_zone(consent.clinics(door()), view.case.clinic))
    words = notes.wording(door(), child, view.case.item, disclosure)
    return Seen(view, None, words, _ledger(child, disclosure), {})


def _decided(child: str, disclosure: str | None) -> Answer | None:
    return consent.disclosure(door(), child, disclosure) if disclosure else None


def _ledger(child: str, disclosure: str | None) -> Answer | None:
    """None while notifications has not heard of it, or when its texts are not for this role."""
    if disclosure is None:
        return None
    try:
        return notifications.ledger(door(), child, disclosure)
    except (NotFound, Forbidden):
        return None


def _concern(child: str, view: CaseView) -> Answer | None:
    if view.case.item_service != "notes" or not is_clinical():
        return None
    return notes.concern(door(), child, view.case.item)


def _colleagues(view: CaseView) -> list[str]:
    """To whom it can be offered: who works in the clinic as a therapist or supervisor, the asker left out."""
    kept_out = {asker().person, *view.case.about, *(adult.person for adult in view.case.adults)}
    return [person for person in clinicians(reader(), view.case.clinic) if person not in kept_out]


def _steps(ledger: Answer | None) -> list[dict[str, Any]]:
    """Every step of every notice and every act of an adult, in the order of time."""
    if ledger is None:
        return []
    found = []
    for adult in ledger["adults"]:
        for notice in adult["notices"]:
            found += [{"person": adult["person"], "at": step["at"], "table": "delivery", "code": step["state"],
                       "channel": notice["channel"], "reason": step["reason"]} for step in notice["steps"]]  # fmt: skip
        for code in ("opened", "acknowledged", "answered"):
            if adult[f"{code}_at"]:
                found.append({"person": adult["person"], "at": adult[f"{code}_at"], "table": "engagement",
                              "code": code, "channel": None, "reason": None})  # fmt: skip
    return sorted(found, key=lambda step: str(step["at"]))


def _answers(ledger: Answer | None) -> list[dict[str, Any]]:
    if ledger is None:
        return []
    found = [{"person": adult["person"], **answer} for adult in ledger["adults"] for answer in adult["answers"]]
    return sorted(found, key=lambda answer: str(answer["at"]))


def _people(view: CaseView, ledger: Answer | None) -> set[str | None]:
    found: set[str | None] = {view.case.raised_by, view.case.closed_by, *view.case.on_call}
    found |= {adult.person for adult in view.case.adults}
    found |= {person for duty in view.case.duties for person in duty.persons}
    if view.progress is not None:
        found |= {view.progress.owner} | {person for task in view.progress.tasks for person in task.assignees}
        found |= {task.done_by for task in view.progress.tasks}
    if ledger is not None:
        found |= {adult["person"] for adult in ledger["adults"]}
        found |= {person for offer in ledger.get("hand_overs", []) for person in (offer["by"], offer["to"])}
    return found
