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


EVENTS = (GoalAgreed, UpdateShared, ItemSettled)
