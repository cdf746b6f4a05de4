"""What goals shows and clinicians must look at: a task for the child's team in that clinic, and for nobody else.

The clinic's supervisors see every open task of their clinic; no adult of the family is ever told or named.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.goals import AllianceRuptured, AnswerFlagged, InvolvementReviewDue
from kernel.decision import NOTHING, Decision
from services.notifications.decisions import tasks
from services.notifications.decisions.limits import TASK_DUE_IMMINENT
from services.notifications.model import Child, Task

RUPTURED = "alliance-ruptured"
FLAGGED = "answer-flagged"
REVIEW = "review-involvement"
BEFORE_NEXT_SESSION = timedelta(days=2)
REVIEW_DAYS = timedelta(days=7)  # a level stands until it is changed: a week to talk it over


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is to be looked at, by when, and who entered it, if anybody is to be named for it."""

    item: str
    clinic: str
    code: str
    due: datetime
    recorded_by: str | None = None


def ruptured(event: AllianceRuptured, child: Child, known: Task | None, now: datetime) -> Decision:
    """Repair is talked about in the next session."""
    matter = Matter(item=event.measurement, clinic=event.clinic, code=RUPTURED, due=now + BEFORE_NEXT_SESSION)
    return _opened(matter, child, known, now)


def flagged(event: AnswerFlagged, child: Child, known: Task | None, now: datetime) -> Decision:
    """Somebody talks to the child today, and raises a concern if there is one."""
    due, by = now + TASK_DUE_IMMINENT, event.recorded_by
    matter = Matter(item=event.measurement, clinic=event.clinic, code=FLAGGED, due=due, recorded_by=by)
    return _opened(matter, child, known, now)


def review(event: InvolvementReviewDue, child: Child, known: Task | None, now: datetime) -> Decision:
    """Whoever set the level looks at it again with the team; the guardian is not named, not even to the team's list."""
    due, by = now + REVIEW_DAYS, event.set_by
    matter = Matter(item=event.involvement, clinic=event.clinic, code=REVIEW, due=due, recorded_by=by)
    return _opened(matter, child, known, now)


def _opened(matter: Matter, child: Child, known: Task | None, now: datetime) -> Decision:
    if known is not None:
        return NOTHING
    task = Task(
        id=matter.item,
        child=child.id,
        disclosure=matter.item,
        network=child.network,
        clinic=matter.clinic,
        code=matter.code,
        person=None,
        assignees=_team(child, matter.clinic, matter.recorded_by) or (matter.clinic,),
        due=matter.due,
        opened_at=now,
    )
    return tasks.announced(task)


def _team(child: Child, clinic: str, recorded_by: str | None) -> tuple[str, ...]:
    team = [person for team in child.teams if team.clinic == clinic for person in team.persons]
    named = dict.fromkeys([*([recorded_by] if recorded_by else []), *team])
    return tuple(person for person in named if person not in child.adults)
