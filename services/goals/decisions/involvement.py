"""What a change of a guardian's level needs, what a level forbids, and when it is to be looked at again."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from contracts.goals import InvolvementReviewDue
from kernel.auth.principal import Principal
from kernel.chance import derived_id
from kernel.decision import NOTHING, Decision, Timer
from kernel.errors import Forbidden, Invalid, Stale
from kernel.kind import Sealed
from services.goals.commands import SetInvolvement
from services.goals.decisions import texts
from services.goals.decisions.practice import is_day
from services.goals.model.involvement import (
    LEVELS,
    REASON_CHARACTERS_MAX,
    REVIEW_DAYS_MAX,
    Action,
    Involvement,
)

REVIEW = "involvement-review"
REVIEW_AT = time(12, tzinfo=UTC)  # the morning of the clinics


def require_open(allowed: frozenset[Action], action: Action) -> None:
    """The guardian's level allows it. They may know that it is not open to them, never why."""
    if action not in allowed:
        raise Forbidden("not-open-to-you")


def require_fitting(command: SetInvolvement, adults: Collection[str], now: datetime) -> None:
    """An adult of the child, a level that exists, a reason, and a day within a year to look at it again."""
    faults = {
        "person": None if command.person in adults else "unknown",
        "level": None if command.level in range(len(LEVELS)) else "out-of-range",
        "reason": texts.problem(command.reason, REASON_CHARACTERS_MAX),
        "review_on": review_fault(command.review_on, now),
    }
    if found := {field: [code] for field, code in faults.items() if code}:
        raise Invalid("involvement-refused", found)


def review_fault(day: str, now: datetime) -> str | None:
    """A day to come, within a year."""
    if not is_day(day):
        return "not-a-day"
    today = now.date()
    return None if today < date.fromisoformat(day) <= today + timedelta(days=REVIEW_DAYS_MAX) else "out-of-range"


def changed(
    command: SetInvolvement, newest: Involvement | None, reason: Sealed, by: Principal, now: datetime
) -> Decision:
    """The next change; the review of the one before is no longer due. Stale when another was made meanwhile."""
    known = newest.revision if newest else 0
    if command.revision != known:
        raise Stale("changed-meanwhile")
    made = Involvement(
        id=derived_id("involvement", command.child, command.clinic, command.person, str(known + 1)),
        child=command.child,
        clinic=command.clinic,
        person=command.person,
        revision=known + 1,
        level=command.level,
        reason=reason,
        review_on=command.review_on,
        set_by=by.person,
        set_at=now,
    )
    facts = {"involvement": made.id, "person": made.person, "level": str(made.level)}
    return Decision(changes=(made,), timers=(_timer(made),), reply={"revision": made.revision}, facts=facts)


def _timer(made: Involvement) -> Timer:
    """One for each guardian and clinic: a later change moves it."""
    return Timer(
        id=f"{REVIEW}:{made.child}:{made.clinic}:{made.person}",
        name=REVIEW,
        due=datetime.combine(date.fromisoformat(made.review_on), REVIEW_AT),
        data={"involvement": made.id},
    )


def review_due(made: Involvement, newest: Involvement | None, now: datetime) -> Decision:
    """Read again at the moment it is due: a level that was changed meanwhile has its own day."""
    if newest is None or newest.id != made.id:
        return NOTHING
    event = InvolvementReviewDue(
        child=made.child, involvement=made.id, clinic=made.clinic, person=made.person, set_by=made.set_by, due_at=now
    )
    return Decision(events=(event,))
