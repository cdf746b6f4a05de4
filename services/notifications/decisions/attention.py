"""What measures show and clinicians must look at: a task for the child's team in that clinic, and for nobody else.

The clinic's supervisors see every open task of their clinic; no adult of the family is ever told or named.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.goals import AllianceRuptured, AnswerFlagged
from kernel.decision import NOTHING, Decision
from services.notifications.decisions import tasks
from services.notifications.decisions.limits import TASK_DUE_IMMINENT
from services.notifications.model import Child, Task

RUPTURED = "alliance-ruptured"
FLAGGED = "answer-flagged"
BEFORE_NEXT_SESSION = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is to be looked at, by when, and who entered it, if anybody is to be named for it."""

    code: str
    due: datetime
    recorded_by: str | None = None


def ruptured(event: AllianceRuptured, child: Child, known: Task | None, now: datetime) -> Decision:
    """Repair is talked about in the next session."""
    return _opened(event, Matter(code=RUPTURED, due=now + BEFORE_NEXT_SESSION), child, known, now)


def flagged(event: AnswerFlagged, child: Child, known: Task | None, now: datetime) -> Decision:
    """Somebody talks to the child today, and raises a concern if there is one."""
    matter = Matter(code=FLAGGED, due=now + TASK_DUE_IMMINENT, recorded_by=event.recorded_by)
    return _opened(event, matter, child, known, now)


def _opened(
    event: AllianceRuptured | AnswerFlagged, matter: Matter, child: Child, known: Task | None, now: datetime
) -> Decision:
    if known is not None:
        return NOTHING
    task = Task(
        id=event.measurement,
        child=event.child,
        disclosure=event.measurement,
        network=child.network,
        clinic=event.clinic,
        code=matter.code,
        person=None,
        assignees=_team(child, event.clinic, matter.recorded_by) or (event.clinic,),
        due=matter.due,
        opened_at=now,
    )
    return tasks.announced(task)


def _team(child: Child, clinic: str, recorded_by: str | None) -> tuple[str, ...]:
    team = [person for team in child.teams if team.clinic == clinic for person in team.persons]
    named = dict.fromkeys([*([recorded_by] if recorded_by else []), *team])
    return tuple(person for person in named if person not in child.adults)
