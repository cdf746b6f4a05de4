"""What members of staff do: addresses, policies, finishing tasks."""

from kernel.auth.principal import Kind
from kernel.command import person_stream
from kernel.decision import Decision
from kernel.errors import Forbidden, NotFound
from kernel.work import Work
from services.notifications.commands import AddContactPoint, FinishTask, SetClinicPolicy
from services.notifications.decisions import contacts, incidents, ladder, tasks
from services.notifications.decisions.contacts import NewPoint
from services.notifications.decisions.handing import HAND_OVER
from services.notifications.decisions.holds import TASK_DONE, TELL_CHILD_FIRST
from services.notifications.decisions.limits import default_policy
from services.notifications.decisions.merging import merged
from services.notifications.decisions.oversight import DONE_BY_REVIEW
from services.notifications.decisions.policies import Wished, policy_set
from services.notifications.decisions.replies import reviewed
from services.notifications.decisions.thread_tasks import REVIEW
from services.notifications.gateways import is_person_of_asker
from services.notifications.handlers.incidents import AFTER
from services.notifications.messages.links import address_digest
from services.notifications.model import Task, Thread
from services.notifications.queries.access import may_finish, may_touch, may_write_to
from services.notifications.repository import (
    CHILDREN,
    CONTACT_POINTS,
    DISCLOSURES,
    PER_CHILD_MAX,
    POLICIES,
    TASKS,
    children_of,
    threads_of,
)


def add_contact_point(command: AddContactPoint, work: Work) -> Decision:
    """An address of one person, sealed under the person's key."""
    network = work.actor.network or ""
    # The operator of the network brings whole rosters in and looks after no child; the command line is their only door.
    children = [] if work.actor.kind is Kind.OPERATOR else children_of(work, command.person)
    if not network or not may_write_to(work.actor, children):
        raise NotFound("no-such-person")
    if not is_person_of_asker(work.call, command.person, work.actor):
        raise NotFound("no-such-person")
    address = contacts.normalised(command.channel, command.address)
    digest = address_digest(work, network, command.channel.value, address.same_as)
    same = next(iter(work.find(CONTACT_POINTS, {"address_digest": digest}, (), 1)), None)
    own = work.find(CONTACT_POINTS, {"person": command.person}, (), PER_CHILD_MAX)
    new = NewPoint(
        person=command.person,
        network=network,
        channel=command.channel,
        address=work.seal(person_stream(command.person), address.text),
        address_digest=digest,
        verified=command.verified,
        safe_hours=command.safe_hours,
        no_voicemail=command.no_voicemail,
    )
    return contacts.added(new, same, own, work.new_id(), work.now)


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
