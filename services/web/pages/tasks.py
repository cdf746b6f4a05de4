"""What waits for the person who is signed in, most urgent first."""

from flask import Blueprint, Response, url_for

from kernel.auth.principal import Role
from kernel.web.access import allow
from services.web import queries
from services.web.browser.identity import asker, door, reader
from services.web.browser.language import gettext as _
from services.web.browser.render import page
from services.web.browser.times import use_zone
from services.web.gateways import consent, notes, notifications
from services.web.model.board import BoardCase
from services.web.pages.child import CLINICAL, is_clinical
from services.web.pages.names import clinic_zone, names
from services.web.pages.person_tasks import ABOUT_A_PERSON
from services.web.repository import THREAD, case_of_disclosure

task_pages = Blueprint("tasks", __name__)
STAFF = (*CLINICAL, Role.FRONT_DESK, Role.CLINIC_ADMIN)
OF_TALK = ("safety-review", "family-concern", "message-overdue", "message-overdue-supervisor")


@task_pages.get("/tasks")
@allow(*STAFF)
def show() -> Response:
    """Tasks of others' making, and one's own unsigned drafts."""
    asked = door()
    own = sorted(asker().clinics())
    use_zone(clinic_zone(consent.clinics(asked), own[0] if own else ""))
    found = notifications.tasks(asked)
    drafts = notes.unsigned(asked) if is_clinical() else []
    children = consent.children(asked, [item["child"] for item in (*found, *drafts)])
    cases = {task["task"]: _case(task["disclosure"]) for task in found}
    # Whoever is on call may be no one's therapist here: the task is theirs all the same, and is never left out.
    unnamed = {task["child"]: {"name": _("Somebody you may not see")} for task in found}
    return page(
        "staff/tasks.html",
        here="tasks",
        tasks=found,
        drafts=[draft for draft in drafts if draft["child"] in children],
        cases=cases,
        talks={task["task"]: url_for("inbox.read", child=task["child"], thread=id)
               for task in found if (id := _talk(task["disclosure"], task["code"]))},
        about_a_person=ABOUT_A_PERSON,
        children=unnamed | children,
        seen=children,
        name=names(asked, [person for task in found for person in (*task["assignees"], task["person"])]),
    )


def _talk(disclosure: str, code: str) -> str | None:
    """The conversation that a task is about."""
    return disclosure if code in OF_TALK and reader().known(THREAD, disclosure) is not None else None


def _case(disclosure: str) -> BoardCase | None:
    found = case_of_disclosure(reader(), disclosure)
    return found if found is not None and queries.opens_case(reader(), found) else None
