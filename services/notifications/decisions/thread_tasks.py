"""What a conversation asks of humans: an answer that is overdue, a worry, a look at words that may speak of danger."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kernel.decision import Decision
from services.notifications.decisions import tasks
from services.notifications.decisions.limits import TASK_DUE, TASK_DUE_IMMINENT
from services.notifications.decisions.merging import merged
from services.notifications.decisions.safety_words import Alarm
from services.notifications.model import Child, Lane, Message, Task, TaskState, Thread

OVERDUE, OVERDUE_SUPERVISOR = "message-overdue", "message-overdue-supervisor"
CONCERN, REVIEW = "family-concern", "safety-review"
DONE_BY_ANSWER = frozenset({OVERDUE, OVERDUE_SUPERVISOR, CONCERN})
OVERDUE_DUE = timedelta(hours=8)  # a working day for what is late already


def desk_of(clinic: str) -> str:
    """Stands among assignees for the front desk of a clinic."""
    return f"desk:{clinic}"


def overdue(thread: Thread, child: Child, stage: int, id: str, now: datetime) -> Decision:
    """For those who read the conversation; from the second stage on for those responsible for the clinic."""
    if stage > 1:
        return _announced(thread, OVERDUE_SUPERVISOR, (thread.clinic,), id, now + OVERDUE_DUE, now)
    return _announced(thread, OVERDUE, readers(thread, child), id, now + OVERDUE_DUE, now)


def concern(thread: Thread, child: Child, id: str, now: datetime) -> Decision:
    """A guardian worries: somebody of the care team takes it up, at the latest by what was promised."""
    return _announced(thread, CONCERN, _care(thread, child), id, thread.promised_at or now + TASK_DUE, now)


def review(
    thread: Thread, message: Message, child: Child, on_call: tuple[str, ...], id: str, now: datetime
) -> tuple[Decision, Thread]:
    """The most urgent task there is, with the care team and whoever is on call, who may then read the conversation."""
    due = now + (TASK_DUE if message.raised == Alarm.MENTIONED else TASK_DUE_IMMINENT)
    fit = _fit((*on_call, *_care(thread, child)), thread, child)
    persons = fit or (thread.clinic,)
    after = replace(thread, reviews=(*thread.reviews, id), reviewers=persons)
    return _announced(after, REVIEW, persons, id, due, now), after


def finished(open_tasks: Sequence[Task], outcome: str, by: str, now: datetime) -> Decision:
    """What an answer does away with."""
    mine = [task for task in open_tasks if task.code in DONE_BY_ANSWER and task.state is TaskState.OPEN]
    parts = [replace(tasks.done(task, outcome, None, by, now), reply={}, facts={}) for task in mine]
    return merged(*parts)


def readers(thread: Thread, child: Child) -> tuple[str, ...]:
    """The front desk, or the care team of the clinic."""
    return (desk_of(thread.clinic),) if thread.lane is Lane.DESK else _care(thread, child)


def _care(thread: Thread, child: Child) -> tuple[str, ...]:
    team = tuple(person for one in child.teams if one.clinic == thread.clinic for person in one.persons)
    return _fit(team, thread, child) or (thread.clinic,)


def _fit(persons: Sequence[str], thread: Thread, child: Child) -> tuple[str, ...]:
    """Never an adult of the family or whom the matter is about."""
    kept_out = {*thread.about, *child.adults}
    return tuple(dict.fromkeys(person for person in persons if person not in kept_out))


def _announced(
    thread: Thread, code: str, assignees: tuple[str, ...], id: str, due: datetime, now: datetime
) -> Decision:
    task = Task(
        id=id,
        child=thread.child,
        # Of an answer to what was told, the disclosure: whoever may not see that, sees no task of it either.
        disclosure=thread.disclosure or thread.id,
        network=thread.network,
        clinic=thread.clinic,
        code=code,
        person=thread.person,
        assignees=assignees,
        due=due,
        opened_at=now,
        about=thread.about,
    )
    return tasks.announced(task)
