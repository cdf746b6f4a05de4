"""A task that nobody does climbs as well: to those responsible for the clinic, then to whoever looks after privacy.

It never ends in silence: after the last step it stays on every list it is on, and the reconciliation counts it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from kernel.decision import NOTHING, Decision
from services.notifications.decisions import tasks
from services.notifications.model import Task, TaskState

SECOND_AFTER = timedelta(hours=24)  # supervisors and administrators have had a working day


def escalated(task: Task, now: datetime) -> Decision:
    """The next one up is named on it, the first of those who are not yet. Whoever was named stays."""
    if task.state is TaskState.DONE or task.escalates_at is None or now < task.escalates_at:
        return NOTHING
    above = [name for name in (task.clinic, task.network) if name not in task.assignees]
    if not above:
        return Decision(changes=(replace(task, escalates_at=None),))
    again = now + SECOND_AFTER if len(above) > 1 else None
    named = replace(
        task, assignees=(*task.assignees, above[0]), escalates_at=again, escalated=task.escalated + 1
    )
    event = tasks.opening(named)
    return Decision(changes=(named,), events=(event,), facts={"task": task.id, "to": above[0]})
