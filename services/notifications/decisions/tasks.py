"""What humans must do: opened with names on it, done by one of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from contracts.codes import DutyBearer, Severity
from contracts.consent import DisclosureDecided, Duty
from contracts.notifications import TaskDone, TaskOpened
from kernel.decision import Decision
from kernel.errors import Stale
from kernel.kind import Sealed
from services.notifications.decisions.limits import TASK_DUE, TASK_DUE_IMMINENT
from services.notifications.model import Child, Disclosure, Task, TaskState, Watched

EXHAUSTED = "ladder-exhausted"
NOBODY_PERMITTED = "nobody-permitted"
ESCALATED = "escalated"
IDENTIFY = "identify-in-person"
LOCKED_OUT = "locked-out"
NOT_MY_CHILD = "not-my-child"
CORRECT_RECORD = "correct-record"
CALL = "call-adults"
COMPLAINED = "complained"
UNDECIDED = "undecided"
NOT_OURS = frozenset({DutyBearer.GUARDIAN})  # the ladder is how a guardian's duty is done


def opened(
    disclosure: Disclosure, code: str, fresh: Callable[[], str], now: datetime, due: datetime | None = None,
    person: str | None = None, assignees: tuple[str, ...] = (),
) -> Decision:  # fmt: skip
    """A task for the on-call persons and whoever raised it: there is always somebody."""
    everybody = tuple(dict.fromkeys((*assignees, *disclosure.humans)))
    return announced(replace(named(disclosure, fresh(), code, everybody, due, now), person=person))


def named(
    disclosure: Disclosure, id: str, code: str, assignees: tuple[str, ...], due: datetime | None, now: datetime
) -> Task:
    """A task of exactly these people."""
    imminent = disclosure.severity is Severity.IMMINENT
    return Task(
        id=id,
        child=disclosure.child,
        disclosure=disclosure.id,
        network=disclosure.network,
        clinic=disclosure.clinic,
        code=code,
        person=None,
        assignees=assignees,
        due=due or now + (TASK_DUE_IMMINENT if imminent else TASK_DUE),
        opened_at=now,
        about=disclosure.about,
    )


def first_of(disclosure: Disclosure) -> tuple[str, ...]:
    """Whoever raised it comes first where somebody must talk to the child."""
    return (disclosure.raised_by,) if disclosure.raised_by in disclosure.humans else ()


def announced(task: Task) -> Decision:
    """The new task, and the event that tells of it. Undone when it is due, it climbs."""
    return Decision(changes=(replace(task, escalates_at=task.due),), events=(opening(task),))


def opening(task: Task) -> TaskOpened:
    """Whose it is now; said again when somebody is added."""
    return TaskOpened(
        child=task.child,
        task=task.id,
        disclosure=task.disclosure,
        clinic=task.clinic,
        code=task.code,
        assignees=task.assignees,
        due=task.due,
    )


def undecided(concern: Watched, child: Child, id: str, now: datetime) -> Decision:
    """Nobody has decided who may know: the care team, and whoever raised it, must act without the rules' answer."""
    kept_out = {*concern.about, *child.adults}
    asked = dict.fromkeys((concern.raised_by, *sorted(child.care_team)))
    task = Task(
        id=id,
        child=child.id,
        disclosure=concern.disclosure,
        network=child.network,
        clinic=concern.clinic,
        code=UNDECIDED,
        person=None,
        assignees=tuple(person for person in asked if person not in kept_out) or (concern.clinic,),
        due=now + (TASK_DUE_IMMINENT if concern.imminent else TASK_DUE),
        opened_at=now,
        about=concern.about,
    )
    return announced(task)


def of_duties(
    disclosure: Disclosure, event: DisclosureDecided, fresh: Callable[[], str], now: datetime
) -> list[Decision]:
    """One task per duty that ends with somebody who is no guardian."""
    return [_of_duty(disclosure, duty, fresh, now) for duty in event.duties if duty.bearer not in NOT_OURS]


def _of_duty(disclosure: Disclosure, duty: Duty, fresh: Callable[[], str], now: datetime) -> Decision:
    # An agency is told by a human of ours: its id is nobody's task list.
    assignees = duty.persons if duty.bearer is DutyBearer.ON_CALL else ()
    code = f"{duty.kind.value}-{duty.bearer.value}"  # informing and reporting are two acts, done apart
    return opened(disclosure, code, fresh, now, due=duty.due, assignees=assignees)


def done(task: Task, outcome: str, words: Sealed | None, person: str, now: datetime) -> Decision:
    """The human has acted. Stale when somebody else was first."""
    if task.state is TaskState.DONE:
        raise Stale("task-done")
    finished = replace(task, state=TaskState.DONE, outcome=outcome, words=words, done_by=person, done_at=now)
    event = TaskDone(
        child=task.child,
        task=task.id,
        disclosure=task.disclosure,
        clinic=task.clinic,
        outcome=outcome,
        done_by=person,
        done_at=now,
    )
    return Decision(
        changes=(finished,), events=(event,), reply={"task": task.id, "state": finished.state}, facts={"task": task.id}
    )
