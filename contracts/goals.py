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


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceRuptured(Event, type="goals.alliance-ruptured", version=1):
    """A voice rates the alliance far below its own mean: for clinicians and their supervisors, for no adult."""

    child: Id
    measurement: Id
    clinic: Id
    voice: Code
    ruptured_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFlagged(Event, type="goals.answer-flagged", version=1):
    """An answer that a clinician must look at at once, such as a thought of being dead. For no adult."""

    child: Id
    measurement: Id
    clinic: Id
    instrument: Code
    recorded_by: Id
    flagged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeAssigned(Event, type="goals.practice-assigned", version=1):
    """The family is asked to practise something at home."""

    child: Id
    practice: Id
    clinic: Id
    card: Id
    assigned_by: Id
    assigned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeDue(Event, type="goals.practice-due", version=1):
    """A home may be reminded: of its adults those in `addressed`, of a family without known homes whoever may know."""

    child: Id
    item: Id
    practice: Id
    clinic: Id
    addressed: tuple[Id, ...]
    assigned_by: Id
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRecorded(Event, type="goals.practice-recorded", version=1):
    """Somebody has said how it went; for the clinicians, before the next session."""

    child: Id
    practice: Id
    result: Id
    clinic: Id
    outcome: Code
    recorded_by: Id
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeTooMuch(Event, type="goals.practice-too-much", version=1):
    """A guardian has said that it is too much at present."""

    child: Id
    practice: Id
    clinic: Id
    said_by: Id
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationSubmitted(Event, type="goals.observation-submitted", version=1):
    """An adult has told of something seen at home: for the clinicians, for no other adult."""

    child: Id
    observation: Id
    clinic: Id
    kind: Code
    observed_by: Id
    observed_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneReached(Event, type="goals.milestone-reached", version=1):
    """A step was reached for the first time, and the child lets the adults who may know celebrate it."""

    child: Id
    milestone: Id
    goal: Id
    clinic: Id
    level: int
    permitted_by: Id
    reached_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneCheered(Event, type="goals.milestone-cheered", version=1):
    """A guardian was glad of it: for the clinicians, for no other adult."""

    child: Id
    milestone: Id
    clinic: Id
    cheered_by: Id
    cheered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InvolvementReviewDue(Event, type="goals.involvement-review-due", version=1):
    """How far this guardian is drawn in is to be looked at again: for clinicians, for no adult of the family."""

    child: Id
    involvement: Id
    clinic: Id
    person: Id
    set_by: Id
    due_at: datetime


EVENTS = (
    GoalAgreed,
    UpdateShared,
    ItemSettled,
    GoalProposed,
    GoalMoved,
    VisionAgreed,
    AllianceRuptured,
    AnswerFlagged,
    PracticeAssigned,
    PracticeDue,
    PracticeRecorded,
    PracticeTooMuch,
    ObservationSubmitted,
    MilestoneReached,
    MilestoneCheered,
    InvolvementReviewDue,
)
