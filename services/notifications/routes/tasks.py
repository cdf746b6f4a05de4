"""What humans must do."""

from typing import Any

from kernel.auth.principal import Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notifications import commands
from services.notifications.queries import staff
from services.notifications.routes.doors import STAFF
from services.notifications.schemas.tasks import Outcome

tasks = Blueprint("notifications-tasks", __name__, description="Tasks")


@tasks.get("/tasks")
@allow(*STAFF, Role.PRIVACY_OFFICER)
@tasks.response(200)
def list_tasks() -> dict[str, Any]:
    """Open tasks of the asker and of clinics they supervise."""
    return staff.tasks(reader())


@tasks.post("/children/<string:child>/tasks/<string:task>/done")
@allow(*STAFF, Role.PRIVACY_OFFICER)
@tasks.arguments(Outcome)
@tasks.response(201)
def finish_task(body: dict[str, str], child: str, task: str) -> dict[str, Any]:
    """The human has acted."""
    reply = run(commands.FinishTask(child=child, task=task, outcome=body["outcome"], words=body["words"]))
    return staff.with_code(reader(), reply)
