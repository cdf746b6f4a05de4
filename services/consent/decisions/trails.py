"""A trail begins with the fact and grows by what is done with it, in the same commit."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kernel.decision import Decision
from kernel.errors import Invalid
from services.consent.model import STEPS_MAX, FactSort, Family, Step, StepKind, Trail


@dataclass(frozen=True, slots=True)
class Act:
    """Who does it, and when."""

    by: str
    at: datetime

    def step(self, kind: StepKind, reason: str | None = None, **more: Any) -> Step:
        """The same, as a line of a trail; `more`: its other fields."""
        return Step(kind=kind, by=self.by, at=self.at, reason=reason, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Which fact a trail is of."""

    id: str
    sort: FactSort
    person: str | None


def begun(family: Family, subject: Subject, step: Step, review: datetime | None = None) -> Trail:
    """The trail of a new fact."""
    return Trail(
        id=subject.id,
        child=family.id,
        network=family.network,
        sort=subject.sort,
        person=subject.person,
        steps=(step,),
        review=review,
    )


def grown(known: Trail | None, family: Family, subject: Subject, step: Step, review: datetime | None = None) -> Trail:
    """One step more; a fact that came before there were trails gets its first. `review`: when to look again."""
    if known is None:
        return begun(family, subject, step, review)
    if len(known.steps) >= STEPS_MAX:
        raise Invalid("too-many-facts")
    return replace(known, steps=(*known.steps, step), review=review)


def with_trails(decision: Decision, *trails: Trail) -> Decision:
    """The same commit with its paper; where nothing has changed there is nothing to put down."""
    return replace(decision, changes=(*decision.changes, *trails)) if decision.changes else decision
