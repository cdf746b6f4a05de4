"""What `goals` publishes: that a goal or an update exists and who may be asked about sharing it."""

from dataclasses import dataclass
from datetime import datetime

from kernel.contract import Code, Event, Id


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalAgreed(Event, type="goals.goal-agreed", version=1):
    """A shared goal is agreed and active (FHIR Goal)."""

    child: Id
    goal: Id
    clinic: Id
    status: Code
    agreed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateShared(Event, type="goals.update-shared", version=1):
    """Progress on a goal is meant for the adults who may know: the consent rules say who that is."""

    child: Id
    goal: Id
    update: Id
    clinic: Id
    level: int
    shared_by: Id
    shared_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSettled(Event, type="goals.item-settled", version=1):
    """What an item asked for is done or void: whoever has not been told of it yet need not be any more."""

    child: Id
    item: Id
    reason: Code
    settled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalProposed(Event, type="goals.goal-proposed", version=1):
    """One of the voices (child, guardian, therapist) has put up a goal for agreement. `proposed_by` entered it."""

    child: Id
    goal: Id
    clinic: Id
    voice: Code
    proposed_by: Id
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalMoved(Event, type="goals.goal-moved", version=1):
    """A goal was discussed, declined, parked or achieved; the reason stays in the record."""

    child: Id
    goal: Id
    clinic: Id
    status: Code
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VisionAgreed(Event, type="goals.vision-agreed", version=1):
    """Every voice that is needed has agreed to this wording of what is hoped for."""

    child: Id
    vision: Id
    clinic: Id
    agreed_at: datetime


EVENTS = (GoalAgreed, UpdateShared, ItemSettled, GoalProposed, GoalMoved, VisionAgreed)
