"""What can be asked of this service to change. Texts arrive in the clear and are sealed before anything is decided."""

from services.goals.commands.goals import AgreeGoal, DiscussGoal, MoveGoal, PlanDraft, ProposeGoal, RecordProgress
from services.goals.commands.households import SetHousehold
from services.goals.commands.vision import AgreeVision, WriteVision

__all__ = [
    "AgreeGoal",
    "AgreeVision",
    "DiscussGoal",
    "MoveGoal",
    "PlanDraft",
    "ProposeGoal",
    "RecordProgress",
    "SetHousehold",
    "WriteVision",
]
