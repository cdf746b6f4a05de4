"""What a child's timeline makes of the events of goals."""

from contracts import goals
from services.web.decisions.timeline import item
from services.web.model.record import TimelineItem

GoalEvent = goals.GoalAgreed | goals.UpdateShared | goals.GoalProposed | goals.GoalMoved | goals.VisionAgreed
StepEvent = goals.MilestoneReached | goals.MilestoneCheered
HomeEvent = goals.PracticeAssigned | goals.PracticeRecorded | goals.PracticeTooMuch | goals.ObservationSubmitted
GoalsEvent = GoalEvent | StepEvent | HomeEvent
FROM_STEPS = (goals.MilestoneReached, goals.MilestoneCheered)
FROM_HOME = (goals.PracticeAssigned, goals.PracticeRecorded, goals.PracticeTooMuch, goals.ObservationSubmitted)
FROM_GOALS = (
    goals.GoalAgreed, goals.UpdateShared, goals.GoalProposed, goals.GoalMoved, goals.VisionAgreed,
    *FROM_STEPS, *FROM_HOME,
)  # fmt: skip
PROGRESS = "goals-progress"
PRACTICE = "home-practice"


def line_of_goals(event: GoalsEvent) -> TimelineItem:
    """The same event always makes the same line; each move of a goal is its own."""
    if isinstance(event, FROM_STEPS):
        return _of_step(event)
    return _of_home(event) if isinstance(event, FROM_HOME) else _of_goal(event)


def _of_goal(event: GoalEvent) -> TimelineItem:
    match event:
        case goals.GoalAgreed():
            return item(event, "goal", event.goal, event.agreed_at, event.status, visible=PROGRESS)
        case goals.UpdateShared():
            return item(event, "update", event.update, event.shared_at, person=event.shared_by, visible=PROGRESS)
        case goals.GoalProposed():
            return item(event, "proposal", event.goal, event.proposed_at, event.voice, event.proposed_by)
        case goals.GoalMoved():
            return item(event, f"goal-{event.status}", event.goal, event.moved_at, event.status)
        case goals.VisionAgreed():
            return item(event, "vision", event.vision, event.agreed_at, visible=PROGRESS)


def _of_home(event: HomeEvent) -> TimelineItem:
    match event:
        case goals.PracticeAssigned():
            at, person = event.assigned_at, event.assigned_by
            return item(event, "practice", event.practice, at, person=person, visible=PRACTICE)
        case goals.PracticeRecorded():
            return item(event, "practised", event.result, event.recorded_at, event.outcome, event.recorded_by)
        case goals.PracticeTooMuch():
            subject = f"{event.practice}:{event.said_by}"
            return item(event, "too-much", subject, event.said_at, person=event.said_by)
        case goals.ObservationSubmitted():
            at, person = event.observed_at, event.observed_by
            return item(event, "observation", event.observation, at, event.kind, person)


def _of_step(event: StepEvent) -> TimelineItem:
    match event:
        case goals.MilestoneReached():
            return item(event, "milestone", event.milestone, event.reached_at, visible=PROGRESS)
        case goals.MilestoneCheered():
            subject = f"{event.milestone}:{event.cheered_by}"
            return item(event, "cheer", subject, event.cheered_at, person=event.cheered_by)
