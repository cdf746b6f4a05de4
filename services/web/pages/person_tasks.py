"""Tasks about a person: who somebody is, and whose child it is. What is found out decides what happens next."""

from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import Role
from kernel.errors import Forbidden, Invalid, NotFound, Stale
from kernel.web.access import allow
from services.web.browser import forms
from services.web.browser.identity import door
from services.web.browser.language import gettext as _
from services.web.browser.render import given_key, go, page
from services.web.gateways import consent, notifications
from services.web.gateways.door import Answer
from services.web.pages.child import CLINICAL
from services.web.pages.names import names
from services.web.schemas import TaskForm

person_task_pages = Blueprint("person_tasks", __name__)
TASK = "/tasks/<id:child>/<id:task>"
STAFF = (*CLINICAL, Role.FRONT_DESK, Role.CLINIC_ADMIN)
ABOUT_A_PERSON = ("identify-in-person", "locked-out", "not-my-child", "correct-record")


@person_task_pages.get(TASK)
@allow(*STAFF)
def show(child: str, task: str) -> Response:
    """What to find out, and the person's addresses beyond recognition."""
    return _task(child, task, {}, {})


@person_task_pages.post(TASK)
@allow(*STAFF)
def finish(child: str, task: str) -> Response:
    """What was found; where somebody was identified, the code to tell them, on this page and never again."""
    values, errors = forms.read(TaskForm())
    if errors:
        return _task(child, task, forms.typed(request.form), errors, 422)
    try:
        done = notifications.finish_task(door(), child, task, values, given_key())
    except Invalid as refusal:
        found = forms.refused(refusal, {"outcome": "outcome", "words": "words"})
        return _task(child, task, forms.typed(request.form), found, 422)
    except Stale as stale:
        if stale.code != "record-not-corrected":
            raise
        early = {"outcome": _("The record still lets this adult know. Correct family and authority first.")}
        return _task(child, task, forms.typed(request.form), early, 409)
    if "recovery" in done:
        return page("staff/recovery.html", here="tasks", code=done["recovery"])
    return go("/tasks")


def _task(child: str, id: str, values: dict[str, Any], errors: forms.Errors, status: int = 200) -> Response:
    asked = door()
    task = next((task for task in notifications.tasks(asked) if (task["child"], task["task"]) == (child, id)), None)
    if task is None or task["code"] not in ABOUT_A_PERSON:
        raise NotFound("no-such-task")
    return page(
        "staff/person_task.html",
        status,
        here="tasks",
        task=task,
        points=_points(task),
        about=consent.children(asked, [child]).get(child),
        name=names(asked, [*task["assignees"], task["person"]]),
        values=values,
        errors=errors,
    )


def _points(task: Answer) -> list[Answer]:
    """None where the asker's role does not see addresses."""
    try:
        return notifications.contact_points(door(), task["person"])
    except (NotFound, Forbidden):
        return []
