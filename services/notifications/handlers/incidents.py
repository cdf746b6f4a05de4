"""What follows when staff have finished a task about a person: who they are, or whose child it is."""

from collections.abc import Callable, Mapping

from kernel.decision import Decision
from kernel.work import Work
from services.notifications.commands import FinishTask
from services.notifications.decisions import incidents, tasks
from services.notifications.gateways import verdict_of
from services.notifications.model import ContactPoint, PointerState, Tally, Task
from services.notifications.repository import (
    CHILDREN,
    CONTACT_POINTS,
    DISCLOSURES,
    PROOFS,
    TALLIES,
    pointers_of,
)

After = Callable[[Task, FinishTask, Work], Decision]


def not_my_child(task: Task, command: FinishTask, work: Work) -> Decision:
    """Right person, wrong address or wrong adult."""
    child, disclosure = work.load(CHILDREN, task.child), work.load(DISCLOSURES, task.disclosure)
    return incidents.resolved(task, command.outcome, child, disclosure, _used(task, work), work.new_id, work.now)


def correct_record(task: Task, command: FinishTask, work: Work) -> Decision:
    """Consent is asked whether it was."""
    child, disclosure = work.load(CHILDREN, task.child), work.load(DISCLOSURES, task.disclosure)
    verdict = verdict_of(work.call, child.id, disclosure.id, task.person or "", child.basis)
    return incidents.corrected(task, command.outcome, child, disclosure, verdict, work.now)


def identify(task: Task, command: FinishTask, work: Work) -> Decision:
    """Known in person, or not."""
    tally = work.known(TALLIES, task.person or "") or Tally(id=task.person or "")
    return incidents.known_in_person(task, command.outcome, tally, work.now)


AFTER: Mapping[str, After] = {
    tasks.NOT_MY_CHILD: not_my_child,
    tasks.CORRECT_RECORD: correct_record,
    tasks.IDENTIFY: identify,
    tasks.LOCKED_OUT: identify,
}


def _used(task: Task, work: Work) -> list[ContactPoint]:
    """The addresses by which somebody came to it: of the link and of the code."""
    opened = [
        pointer
        for pointer in pointers_of(work, task.disclosure)
        if pointer.person == task.person and pointer.state is PointerState.USED
    ]
    proofs = [work.known(PROOFS, pointer.id) for pointer in opened]
    ids = {pointer.contact_point for pointer in opened} | {proof.contact_point for proof in proofs if proof is not None}
    found = [work.known(CONTACT_POINTS, id) for id in sorted(ids)]
    return [point for point in found if point is not None]
