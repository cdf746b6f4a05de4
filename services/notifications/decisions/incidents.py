""""Not my child": what staff find out about it, and what follows. Until then the asker sees nothing of the child."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from contracts.codes import MessageClass
from kernel.decision import Decision
from kernel.errors import Invalid, Stale
from services.notifications.decisions import tallies, tasks
from services.notifications.decisions.engagement import reconsidered
from services.notifications.decisions.limits import RECOVERY_LIFE
from services.notifications.decisions.merging import merged
from services.notifications.decisions.notices import Fresh
from services.notifications.decisions.points import spoilt
from services.notifications.model import Child, ContactPoint, Disclosure, Recovery, Tally, Task, Verdict

IDENTIFIED = "identified"
RIGHT_PERSON = "right-person"
WRONG_CONTACT_POINT = "wrong-contact-point"
WRONG_ADULT = "wrong-adult"
CORRECTED = "corrected"
NOT_THEIRS = "not-theirs"
OUTCOMES: dict[str, frozenset[str]] = {
    tasks.NOT_MY_CHILD: frozenset({RIGHT_PERSON, WRONG_CONTACT_POINT, WRONG_ADULT}),
    tasks.CORRECT_RECORD: frozenset({RIGHT_PERSON, CORRECTED}),
}
"""How these tasks can end. An end that says nothing of what was found would leave somebody frozen for ever."""


def checked(task: Task, outcome: str) -> None:
    """Invalid naming `outcome` for one that this task does not know."""
    known = OUTCOMES.get(task.code)
    if known is not None and outcome not in known:
        raise Invalid("outcome", {"outcome": ["not-a-choice"]})


def resolved(
    task: Task, outcome: str, child: Child, disclosure: Disclosure, used: Sequence[ContactPoint], fresh: Fresh,
    now: datetime,
) -> Decision:  # fmt: skip
    """Right person: as before. Wrong address: it is never used again, and whoever it reached has read nothing.

    Wrong adult on the record: they stay frozen; correcting the record, which only consent can, is a task of its own.
    """
    person = task.person or ""
    if outcome == WRONG_ADULT:
        return tasks.opened(disclosure, tasks.CORRECT_RECORD, fresh, now, person=person)
    thawed = Decision(changes=(_thawed(child, person),))
    if outcome == RIGHT_PERSON:
        return merged(thawed, reconsidered(disclosure, person, False, now))
    unfit = tuple(spoilt(point, NOT_THEIRS, now) for point in used)
    unread = reconsidered(disclosure, person, True, now)
    parts = [thawed, unread, Decision(changes=unfit)]
    if disclosure.message_class is MessageClass.SAFETY:
        parts.append(tasks.opened(disclosure, tasks.CALL, fresh, now, person=person))
    return merged(*parts)


def corrected(
    task: Task, outcome: str, child: Child, disclosure: Disclosure, verdict: Verdict, now: datetime
) -> Decision:
    """Our own no ends where consent's begins: who says that the record is corrected must have corrected it."""
    if outcome == CORRECTED and verdict.permits:
        raise Stale("record-not-corrected")
    person = task.person or ""
    return merged(Decision(changes=(_thawed(child, person),)), reconsidered(disclosure, person, False, now))


def known_in_person(task: Task, outcome: str, tally: Tally, now: datetime) -> Decision:
    """Identified: a code good once, that staff tell them. Otherwise a locked door opens after a day at the latest."""
    if outcome == IDENTIFIED and task.person is not None:
        recovery = Recovery(id=task.id, person=task.person, expires=now + RECOVERY_LIFE)
        return Decision(changes=(recovery,), reply={"recovery": recovery.id})
    if tally.locked_at is None:
        return Decision()
    return Decision(changes=(tallies.eased(tally, now),))


def _thawed(child: Child, person: str) -> Child:
    return replace(child, frozen=tuple(frozen for frozen in child.frozen if frozen != person))
