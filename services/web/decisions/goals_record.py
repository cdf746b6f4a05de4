"""What a child's timeline makes of the events of goals."""

from contracts import goals
from services.web.decisions.timeline import item
from services.web.model.record import TimelineItem

FROM_GOALS = (goals.GoalAgreed, goals.UpdateShared, goals.GoalProposed, goals.GoalMoved, goals.VisionAgreed)
GoalsEvent = goals.GoalAgreed | goals.UpdateShared | goals.GoalProposed | goals.GoalMoved | goals.VisionAgreed
PROGRESS = "goals-progress"


def line_of_goals(event: GoalsEvent) -> TimelineItem:
    """The same event always makes the same line; each move of a goal is its own."""
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
