"""What members of staff do: policies, finishing tasks."""

from kernel.decision import Decision
from kernel.errors import Forbidden, NotFound
from kernel.work import Work
from services.notifications.commands import FinishTask, SetClinicPolicy
from services.notifications.decisions import incidents, ladder, tasks
from services.notifications.decisions.handing import HAND_OVER
from services.notifications.decisions.holds import TASK_DONE, TELL_CHILD_FIRST
from services.notifications.decisions.limits import default_policy
from services.notifications.decisions.merging import merged
from services.notifications.decisions.oversight import DONE_BY_REVIEW
from services.notifications.decisions.policies import Wished, policy_set
from services.notifications.decisions.replies import reviewed
from services.notifications.decisions.thread_tasks import REVIEW
from services.notifications.handlers.incidents import AFTER
from services.notifications.model import Task, Thread
from services.notifications.queries.access import may_finish, may_touch
from services.notifications.repository import (
    CHILDREN,
    DISCLOSURES,
    POLICIES,
    TASKS,
    threads_of,
)


def set_clinic_policy(command: SetClinicPolicy, work: Work) -> Decision:
    """A new version of the clinic's ladders; the route checked that the asker administers this clinic."""
    known = work.known(POLICIES, command.clinic) or default_policy(command.clinic)
    wished = Wished(
        live=command.live,
        rungs=command.rungs,
        rungs_imminent=command.rungs_imminent,
        resolve_hours=command.resolve_hours,
        resolve_hours_imminent=command.resolve_hours_imminent,
        mail_tls=command.mail_tls,
        routine=command.routine,
    )
    return policy_set(known, wished, work.actor.person)


def finish_task(command: FinishTask, work: Work) -> Decision:
    """Done, with what came of it; the words are sealed under the child's key. The adults' turn comes after the child's.

    Whatever the outcome: a wait that nobody attends to any more would only lose the notice.
    """
    task = work.known(TASKS, command.task)
    if task is None or task.child != command.child or task.network != work.actor.network:
        raise NotFound("no-such-task")
    child = work.known(CHILDREN, command.child)
    if not may_finish(work.actor, task, child):
        visible = child is not None and may_touch(work.actor, child) and work.actor.person not in task.about
        raise Forbidden("not-your-task") if visible else NotFound("no-such-task")
    if task.code in DONE_BY_REVIEW:
        raise Forbidden("done-by-review")
    if task.code == HAND_OVER:
        raise Forbidden("done-by-answer")
    incidents.checked(task, command.outcome)
    words = work.seal(command.child, command.words) if command.words else None
    done = tasks.done(task, command.outcome, words, work.actor.person, work.now)
    if task.code == REVIEW:
        return merged(done, reviewed(_thread_of(task, work), task, work.actor.person, work.now))
    if task.code in AFTER:
        return merged(done, AFTER[task.code](task, command, work))
    if task.code != TELL_CHILD_FIRST:
        return done
    held = work.load(DISCLOSURES, task.disclosure)
    return merged(done, ladder.released(held, TASK_DONE, work.actor.person, work.now))


def _thread_of(task: Task, work: Work) -> Thread | None:
    """The conversation whose words are under review."""
    found = threads_of(work, task.child, task.person or "")
    return next((thread for thread in found if task.id in thread.reviews), None)
